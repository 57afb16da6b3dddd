// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.fanout.ChatEvent;

/**
 * The sessions of those who are told this are over: each of their connections hears the reason and
 * is closed.
 */
public record SessionEnded(Reason reason) implements ChatEvent {

  /** Why a session is over. */
  public enum Reason {
    /** Its token is too old. */
    EXPIRED,
    /** It was signed out. */
    ENDED,
    /** Its user is not active any more. */
    DEACTIVATED
  }
}
