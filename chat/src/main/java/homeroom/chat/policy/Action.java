// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import java.util.Locale;

/** What somebody does with somebody else. */
public enum Action {
  /** Starts a direct conversation. */
  DIRECT,
  /** Writes in a direct conversation that is there, or in a group without staff. */
  REPLY,
  /** Makes a group with somebody, or puts them into one. */
  GROUP;

  /** As it is stored and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
