// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.MaxProperties;
import homeroom.api.wire.Maximum;
import homeroom.api.wire.Minimum;
import homeroom.api.wire.OneOf;
import homeroom.api.wire.Received;
import homeroom.chat.policy.RuleLimits;
import homeroom.chat.policy.RuleText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to change of the rules of a school; null stays. */
@Received(additionalProperties = false)
@Description("What is to change of the rules of a school; what is left out stays.")
record ChangedSettingsPayload(
    @Description("The version that is changed; 409 if there is another by now.") long version,
    @Description("True changes nothing, and answers what the change would mean.")
        @Nullable Boolean preview,
    @Description("Sets all but people, grades, holidays, words and time zone; the rest on top.")
        @OneOf({"open", "primary", "secondary", "staff-only"})
        @Nullable String preset,
    @Nullable String timeZone,
    @Description("Those that change, by their names.") @MaxProperties(27)
        @Nullable Map<String, String> write,
    @OneOf({"always", "lessons", "replies", "never"}) @Nullable String studentsPost,
    @Nullable List<String> lessons,
    @Nullable List<String> quiet,
    @Nullable List<String> holidays,
    @Nullable List<String> supervision,
    @Description("Those that change; without classes it is gone.") @Id @MaxProperties(100)
        @Nullable Map<String, List<String>> grades,
    @Nullable Limits limits,
    @Nullable List<String> words) {

  /** Of limits those that change. */
  @Received(additionalProperties = false)
  @Description("The limits that change.")
  record Limits(
      @Minimum(1) @Maximum(RuleLimits.MAX_TITLE) @Nullable Integer title,
      @Minimum(2) @Maximum(RuleLimits.MAX_GROUP) @Nullable Integer groupSize,
      @Maximum(RuleLimits.NONE) @Nullable Integer groups,
      @Maximum(RuleLimits.NONE) @Nullable Integer groupsPerDay,
      @Maximum(RuleLimits.MAX_EDIT_MINUTES) @Nullable Integer editMinutes) {}

  /** As {@link RuleText} has them. */
  Map<String, String> values() {
    var values = new HashMap<String, String>();
    put(values, RuleText.PRESET, preset);
    put(values, RuleText.TIME_ZONE, timeZone);
    put(values, RuleText.STUDENTS_POST, studentsPost);
    put(values, RuleText.LESSONS, joined(lessons));
    put(values, RuleText.QUIET, joined(quiet));
    put(values, RuleText.HOLIDAYS, joined(holidays));
    put(values, RuleText.SUPERVISION, joined(supervision));
    put(values, RuleText.WORDS, joined(words));
    if (write != null) {
      write.forEach((pair, rule) -> values.put(RuleText.WRITE + pair, rule));
    }
    if (grades != null) {
      grades.forEach(
          (grade, classes) -> values.put(RuleText.GRADES + grade, String.join(",", classes)));
    }
    if (limits != null) {
      put(values, RuleText.LIMITS + "title", limits.title());
      put(values, RuleText.LIMITS + "groupSize", limits.groupSize());
      put(values, RuleText.LIMITS + "groups", limits.groups());
      put(values, RuleText.LIMITS + "groupsPerDay", limits.groupsPerDay());
      put(values, RuleText.LIMITS + "editMinutes", limits.editMinutes());
    }
    return values;
  }

  private static void put(Map<String, String> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value.toString());
    }
  }

  private static @Nullable String joined(@Nullable List<String> parts) {
    return parts == null ? null : String.join(";", parts);
  }
}
