// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.policy.RuleLimits;

/** What a school limits. */
@Description("What a school limits; " + RuleLimits.NONE + " groups are no limit.")
public record RuleLimitsPayload(
    @Description("The longest title of a group, in characters.") int title,
    @Description("The most participants of a group.") int groupSize,
    @Description("Groups that a student may be in.") int groups,
    @Description("Groups that a student may make in a day.") int groupsPerDay,
    @Description("Minutes for which an author may edit.") int editMinutes) {

  static RuleLimitsPayload of(RuleLimits limits) {
    return new RuleLimitsPayload(
        limits.title(),
        limits.groupSize(),
        limits.groups(),
        limits.groupsPerDay(),
        limits.editMinutes());
  }
}
