// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;

/**
 * The bounds of what a roster holds.
 *
 * @param name of a person or a class, in code points
 * @param code of a class, in code points
 * @param email in characters
 * @param shortestPassword in code points
 * @param longestPassword in characters
 */
public record RosterLimits(
    int name, int code, int email, int shortestPassword, int longestPassword) {

  /** The longest name of a person or class, in code points. */
  public static final int MAX_NAME = 200;

  /** The longest code of a class, in code points. */
  public static final int MAX_CODE = 50;

  /** The longest e-mail address, in characters. */
  public static final int MAX_EMAIL = EmailAddress.MAX_LENGTH;

  /** The longest user name, in characters. */
  public static final int MAX_USERNAME = UserName.MAX_LENGTH;

  /** The shortest password, in code points. */
  public static final int MIN_PASSWORD = 8;

  /** The longest password, in characters. */
  public static final int MAX_PASSWORD = 1024;

  public static final RosterLimits DEFAULT =
      new RosterLimits(MAX_NAME, MAX_CODE, MAX_EMAIL, MIN_PASSWORD, MAX_PASSWORD);
}
