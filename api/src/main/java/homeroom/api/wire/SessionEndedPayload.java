// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.presence.SessionEnded;

/** Why the server ended a session; the last event of a socket. */
@Description("Why the session ended; sign in again unless the user was deactivated.")
public record SessionEndedPayload(@EnumOf(SessionEnded.Reason.class) String reason) {

  public static SessionEndedPayload of(SessionEnded.Reason reason) {
    return new SessionEndedPayload(WireWord.of(reason));
  }
}
