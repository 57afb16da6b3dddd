// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a plan until it is applied: it is made again then.
 *
 * @param format of the files, for people; empty if it is not known any more
 * @param hash null if the files have errors
 * @param needsWord as of {@link RosterPlan}
 * @param lines the first of each kind of change; null in short
 * @param errors null in short
 * @param remarks null in short
 */
public record Planned(
    String format,
    @Nullable String hash,
    ImportCounts counts,
    @Nullable String needsWord,
    @Nullable List<PlannedChange> lines,
    @Nullable List<FileError> errors,
    @Nullable List<String> remarks) {

  static Planned of(String format, RosterPlan plan, int lines) {
    return new Planned(
        format,
        plan.hash(),
        plan.counts(),
        plan.needsWord(),
        first(plan.lines(), lines),
        List.of(),
        plan.remarks());
  }

  static Planned invalid(String format, List<FileError> errors) {
    return new Planned(
        format, null, ImportCounts.NONE, null, List.of(), List.copyOf(errors), List.of());
  }

  static Planned of(RosterImport made) {
    return new Planned("", made.hash(), made.counts(), null, null, null, null);
  }

  Planned inShort() {
    return new Planned(format, hash, counts, needsWord, null, null, null);
  }

  private static List<PlannedChange> first(List<PlannedChange> all, int most) {
    var counts = new EnumMap<PlannedChange.What, Integer>(PlannedChange.What.class);
    var first = new ArrayList<PlannedChange>();
    for (PlannedChange line : all) {
      if (counts.merge(line.what(), 1, Integer::sum) <= most) {
        first.add(line);
      }
    }
    return List.copyOf(first);
  }
}
