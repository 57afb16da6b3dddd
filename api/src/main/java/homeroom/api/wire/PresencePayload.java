// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.OnlineUser;
import homeroom.chat.presence.PresenceEvent;
import java.util.Locale;

/** Somebody came or went. */
@About("Somebody came online or went offline.")
public record PresencePayload(
    @Id String userId, @Words({"student", "teacher", "admin"}) String role, @Time String at) {

  public static PresencePayload of(PresenceEvent event) {
    OnlineUser user = event.user();
    return new PresencePayload(
        user.userId().value(),
        user.role().name().toLowerCase(Locale.ROOT),
        WireTime.of(event.at()));
  }
}
