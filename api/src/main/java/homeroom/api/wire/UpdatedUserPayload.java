// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;

/** A user as everybody may know them who may look them up. */
@Description("The new name and role of a user.")
public record UpdatedUserPayload(
    @Id @JsonProperty("_id") String id, String name, @EnumOf(Role.class) String role) {

  public static UpdatedUserPayload of(User user) {
    return new UpdatedUserPayload(user.id().value(), user.name(), WireWord.of(user.role()));
  }
}
