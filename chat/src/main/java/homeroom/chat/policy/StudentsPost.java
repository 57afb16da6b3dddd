// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

import java.util.Locale;

/** When students post in the conversations of their classes. */
public enum StudentsPost {
  ALWAYS,
  /** In lesson hours. */
  LESSONS,
  /** Only as answers to messages. */
  REPLIES,
  NEVER;

  /** As it is stored and on the wire. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
