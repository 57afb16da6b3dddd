// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.policy;

/**
 * What a school limits.
 *
 * @param title the longest title of a group, in characters, from 1 to {@link #MAX_TITLE}
 * @param groupSize the most participants of a group, from 2 to {@link #MAX_GROUP}
 * @param groups groups a student may be in; {@link #NONE} is no limit
 * @param groupsPerDay groups a student may make in a day of the school's time zone
 * @param editMinutes how long after sending an author may edit
 */
public record RuleLimits(int title, int groupSize, int groups, int groupsPerDay, int editMinutes) {

  public static final int MAX_TITLE = 200;
  public static final int MAX_GROUP = 500;

  /** No limit. */
  public static final int NONE = 10_000;

  /** A day. */
  public static final int MAX_EDIT_MINUTES = 1_440;

  public static final int DEFAULT_EDIT_MINUTES = 15;

  public static final RuleLimits DEFAULT =
      new RuleLimits(MAX_TITLE, MAX_GROUP, NONE, NONE, DEFAULT_EDIT_MINUTES);
}
