// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.live.RulesPreview;
import homeroom.chat.policy.Pair;
import homeroom.chat.policy.RuleText;
import homeroom.chat.policy.SchoolRules;
import homeroom.chat.policy.Settings;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.school.ClassId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of a school. */
@Description("The rules of a school: who writes to whom, when, and who looks on.")
public record SettingsPayload(
    @Description("The school's.") @Id @JsonProperty("_id") String id,
    @Description("One more with every change; 0 of what nobody decided.") long version,
    @Description("What it began with.") @OneOf({"open", "primary", "secondary", "staff-only"})
        String preset,
    @Description("Of hours and days, for example Europe/Berlin.") String timeZone,
    @Description(
            "How far roles reach: direct, reply or group, then who, then whom; off, class or"
                + " school, and after that, where needed, same-grade, only=IDS, also=IDS.")
        Map<String, String> write,
    @Description("When students post in class conversations.")
        @OneOf({"always", "lessons", "replies", "never"})
        String studentsPost,
    @Description("Lesson hours, for example mon-fri 08:00-13:00.") List<String> lessons,
    @Description("When roles do not write, for example student mon-fri 18:00-07:00.")
        List<String> quiet,
    @Description("Days without school, for example 2026-12-23..2027-01-06.") List<String> holidays,
    @Description("Whose conversations always have a supervisor: grades=5,6 by=IDS.")
        List<String> supervision,
    @Description("The classes of each grade.") @Id Map<String, List<String>> grades,
    RuleLimitsPayload limits,
    @Description("Words that flag a message for those who look after it.") List<String> words,
    @Description("When they were changed; null of what nobody decided.") @Time
        @Nullable String updatedAt,
    @Description("The id of who changed them, or (operator).") @Nullable String updatedBy,
    @Description("Of a patch with preview: what it would mean.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable RulesPreviewPayload preview) {

  public static SettingsPayload of(Settings.Shown shown) {
    return of(
        shown.schoolId().value(),
        shown.current().version(),
        shown.current().rules(),
        shown.stored(),
        null);
  }

  /** The rules as they would be, and what that would mean. */
  public static SettingsPayload of(
      Settings.Shown shown, SchoolRules proposed, RulesPreview.Effects effects) {
    return of(
        shown.schoolId().value(),
        shown.current().version(),
        proposed,
        shown.stored(),
        RulesPreviewPayload.of(effects));
  }

  private static SettingsPayload of(
      String id,
      long version,
      SchoolRules rules,
      Optional<StoredSettings> stored,
      @Nullable RulesPreviewPayload preview) {
    Map<String, String> values = RuleText.of(rules);
    var write = new TreeMap<String, String>();
    Pair.ALL.forEach(
        pair -> write.put(pair.text(), values.getOrDefault(RuleText.WRITE + pair.text(), "")));
    var grades = new TreeMap<String, List<String>>();
    rules
        .grades()
        .forEach((grade, classes) ->
            grades.put(grade, classes.stream().map(ClassId::value).sorted().toList()));
    return new SettingsPayload(
        id,
        version,
        rules.preset(),
        rules.timeZone().getId(),
        write,
        rules.studentsPost().text(),
        list(values, RuleText.LESSONS),
        list(values, RuleText.QUIET),
        list(values, RuleText.HOLIDAYS),
        list(values, RuleText.SUPERVISION),
        grades,
        RuleLimitsPayload.of(rules.limits()),
        list(values, RuleText.WORDS),
        stored.map(found -> WireTime.of(found.at())).orElse(null),
        stored.map(StoredSettings::by).orElse(null),
        preview);
  }

  private static List<String> list(Map<String, String> values, String name) {
    var list = new ArrayList<String>();
    var parts = new StringTokenizer(values.getOrDefault(name, ""), ";");
    while (parts.hasMoreTokens()) {
      list.add(parts.nextToken().strip());
    }
    return List.copyOf(list);
  }
}
