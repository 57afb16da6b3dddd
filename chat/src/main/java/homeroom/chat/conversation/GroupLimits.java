// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.rate.Rate;

/**
 * How many groups one user may make, and how many people put into groups: each is a row in the list
 * of somebody else, and stays.
 *
 * @param groups groups a student may make
 * @param groupsOfStaff groups that teachers and admins may make
 * @param people people a student may put into groups, each time counted
 * @param peopleOfStaff people that teachers and admins may
 */
public record GroupLimits(Rate groups, Rate groupsOfStaff, Rate people, Rate peopleOfStaff) {

  private static final double MINUTE = 60;

  public static final GroupLimits DEFAULT =
      new GroupLimits(
          new Rate(30, 1 / (20 * MINUTE)),
          new Rate(200, 1 / MINUTE),
          new Rate(600, 0.1),
          new Rate(6_000, 1));

  /** No limit. */
  public static final GroupLimits NONE =
      new GroupLimits(Rate.NONE, Rate.NONE, Rate.NONE, Rate.NONE);
}
