// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.OnlineUser;
import java.util.Locale;

/** Somebody who is online. */
@About("Somebody who is online.")
public record OnlinePayload(
    @Id String userId, @Words({"student", "teacher", "admin"}) String role) {

  public static OnlinePayload of(OnlineUser user) {
    return new OnlinePayload(user.userId().value(), user.role().name().toLowerCase(Locale.ROOT));
  }
}
