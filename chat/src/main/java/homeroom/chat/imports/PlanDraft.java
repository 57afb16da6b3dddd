// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.imports.PlannedChange.What;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plan that is being made. For one thread. */
final class PlanDraft {

  /** How many errors are told; what is wrong a thousand times is usually one thing. */
  static final int MAX_ERRORS = 200;

  private final SchoolId school;
  private final Instant now;
  private final IdSource ids;
  private final List<PlannedChange> lines = new ArrayList<>();
  private final Map<What, Integer> counts = new EnumMap<>(What.class);
  private final List<RosterChange> changes = new ArrayList<>();
  private final List<FileError> errors = new ArrayList<>();
  private int untold;
  private final List<String> remarks = new ArrayList<>();

  PlanDraft(SchoolId school, Instant now, IdSource ids) {
    this.school = school;
    this.now = now;
    this.ids = ids;
  }

  SchoolId school() {
    return school;
  }

  Instant now() {
    return now;
  }

  String nextId() {
    return ids.next();
  }

  void line(What what, String key, String text) {
    lines.add(new PlannedChange(what, key, text));
    counts.merge(what, 1, Integer::sum);
  }

  void change(RosterChange change) {
    changes.add(change);
  }

  void error(Place place, @Nullable String column, String message) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(FileError.of(place, column, message));
    } else {
      untold++;
    }
  }

  void remark(String remark) {
    remarks.add(remark);
  }

  List<PlannedChange> lines() {
    return lines;
  }

  List<RosterChange> changes() {
    return changes;
  }

  List<FileError> errors() {
    return FileError.with(errors, untold);
  }

  List<String> remarks() {
    return remarks;
  }

  ImportCounts counts() {
    return new ImportCounts(
        count(What.PERSON_ADDED),
        count(What.PERSON_CHANGED),
        count(What.PERSON_DEACTIVATED),
        count(What.CLASS_ADDED),
        count(What.CLASS_CHANGED),
        count(What.CLASS_ARCHIVED),
        count(What.COMES),
        count(What.LEAVES));
  }

  private int count(What what) {
    return counts.getOrDefault(what, 0);
  }
}
