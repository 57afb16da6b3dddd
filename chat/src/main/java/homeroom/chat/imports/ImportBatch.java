// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.RosterChange;
import java.util.ArrayList;
import java.util.List;

/** What is written at once: short enough that nobody's message waits for it. */
record ImportBatch(List<RosterChange> changes, List<EntryChange> entries) {

  /**
   * How many changes a batch has at most; about two milliseconds of a store's work. In more of them
   * fewer pages of its indexes are written more than once, and others wait longer.
   */
  static final int CHANGES = 128;

  /** How many entries a batch has at most. */
  static final int ENTRIES = 256;

  ImportBatch {
    changes = List.copyOf(changes);
    entries = List.copyOf(entries);
  }

  /** All changes, and after them all entries. */
  static List<ImportBatch> of(List<RosterChange> changes, List<EntryChange> entries) {
    var batches = new ArrayList<ImportBatch>();
    for (int from = 0; from < changes.size(); from += CHANGES) {
      batches.add(
          new ImportBatch(
              changes.subList(from, Math.min(from + CHANGES, changes.size())), List.of()));
    }
    for (int from = 0; from < entries.size(); from += ENTRIES) {
      batches.add(
          new ImportBatch(
              List.of(), entries.subList(from, Math.min(from + ENTRIES, entries.size()))));
    }
    return batches;
  }
}
