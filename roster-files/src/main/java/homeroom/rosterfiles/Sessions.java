// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.roster.Days;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When terms and other sessions take place, by key. */
final class Sessions {

  static final String FILE = "academicSessions.csv";

  private final Map<String, Days> byKey = new HashMap<>();
  private final boolean complete;

  /**
   * @param complete whether all sessions there are stand in the files
   */
  private Sessions(boolean complete) {
    this.complete = complete;
  }

  static Sessions none() {
    return new Sessions(false);
  }

  static Sessions read(FileSet files, boolean complete, LineReader reader) {
    var sessions = new Sessions(complete);
    CsvTable table =
        files.table(FILE, List.of("sourcedId", "startDate", "endDate"), reader.errors());
    for (CsvTable.Line line : table.lines()) {
      String key = reader.key(line, "sourcedId");
      if (key != null && !line.text("status").equals("tobedeleted")) {
        sessions.byKey.put(key, reader.days(line, "startDate", "endDate"));
      }
    }
    return sessions;
  }

  /** From the first day of the earliest to the last day of the latest. */
  Days days(CsvTable.Line line, String column, Errors errors) {
    @Nullable Days all = null;
    for (String key : line.list(column)) {
      Days days = byKey.get(key);
      if (days == null && complete && !errors.isUnread(FILE)) {
        errors.add(
            line.place(), column, "There is no " + CsvTable.quoted(key) + " in " + FILE + ".");
      } else if (days != null) {
        all = all == null ? days : all.and(days);
      }
    }
    return all == null ? Days.ALWAYS : all;
  }
}
