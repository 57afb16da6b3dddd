// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

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

  public static final RosterLimits DEFAULT = new RosterLimits(200, 50, 254, 8, 1024);
}
