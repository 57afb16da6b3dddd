// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.school.Role;

/** Somebody came or went. */
@Description("Somebody came online or went offline.")
public record PresencePayload(
    @Description("The same as userId, for stores that go by it.") @Id @JsonProperty("_id")
        String id,
    @Id String userId,
    @EnumOf(Role.class) String role,
    @Time String at) {

  public static PresencePayload of(PresenceEvent event) {
    OnlineUser user = event.user();
    String id = user.userId().value();
    return new PresencePayload(id, id, WireWord.of(user.role()), WireTime.of(event.at()));
  }
}
