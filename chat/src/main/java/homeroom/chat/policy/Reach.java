// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import java.util.Locale;

/** How far somebody's writing reaches. */
public enum Reach {
  /** Nobody. */
  OFF,
  /** The people of a shared class. */
  CLASS,
  /** Everybody of the school. */
  SCHOOL;

  /** As it is stored and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
