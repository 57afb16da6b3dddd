// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.PresenceEvent;
import homeroom.chat.school.Role;

/** Somebody came or went. */
@Description("Somebody came online or went offline.")
public record PresencePayload(@Id String userId, @EnumOf(Role.class) String role, @Time String at) {

  public static PresencePayload of(PresenceEvent event) {
    OnlineUser user = event.user();
    return new PresencePayload(
        user.userId().value(), WireWord.of(user.role()), WireTime.of(event.at()));
  }
}
