// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.presence.OnlineUser;
import homeroom.chat.school.Role;

/** Somebody who is online, as the service {@code presence} has it. */
@Description("Somebody who is online.")
public record PresenceEntryPayload(
    @Description("The same as userId, for stores that go by it.") @Id @JsonProperty("_id")
        String id,
    @Id String userId,
    @EnumOf(Role.class) String role) {

  public static PresenceEntryPayload of(OnlineUser user) {
    String id = user.userId().value();
    return new PresenceEntryPayload(id, id, WireWord.of(user.role()));
  }
}
