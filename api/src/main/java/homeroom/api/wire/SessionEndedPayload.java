// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.SessionEnded;
import java.util.Locale;

/** Why the server ended a session; the last event of a socket. */
@About("Why the session ended; sign in again unless the user was deactivated.")
public record SessionEndedPayload(@Words({"expired", "ended", "deactivated"}) String reason) {

  public static SessionEndedPayload of(SessionEnded.Reason reason) {
    return new SessionEndedPayload(reason.name().toLowerCase(Locale.ROOT));
  }
}
