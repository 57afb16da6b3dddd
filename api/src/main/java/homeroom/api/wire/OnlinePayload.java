// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.OnlineUser;
import homeroom.chat.school.Role;

/** Somebody who is online. */
@Description("Somebody who is online.")
public record OnlinePayload(@Id String userId, @EnumOf(Role.class) String role) {

  public static OnlinePayload of(OnlineUser user) {
    return new OnlinePayload(user.userId().value(), WireWord.of(user.role()));
  }
}
