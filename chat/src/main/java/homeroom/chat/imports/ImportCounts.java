// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

/** How many things an import changes. */
public record ImportCounts(
    int peopleAdded,
    int peopleChanged,
    int peopleDeactivated,
    int classesAdded,
    int classesChanged,
    int classesArchived,
    int enrolled,
    int unenrolled) {

  public static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0, 0, 0, 0, 0);

  public boolean isNothing() {
    return equals(NONE);
  }

  /** For people and the audit. */
  @Override
  public String toString() {
    return "people: %d added, %d changed, %d deactivated; classes: %d added, %d changed, %d archived; in classes: %d come, %d leave"
        .formatted(
            peopleAdded,
            peopleChanged,
            peopleDeactivated,
            classesAdded,
            classesChanged,
            classesArchived,
            enrolled,
            unenrolled);
  }
}
