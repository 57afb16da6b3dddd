// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The first line of a file, which names its columns. */
final class CsvHeader {

  /** How many letters a name may be off to be taken for a misspelt one. */
  private static final int MISSPELT = 3;

  /** How many columns that are there a sentence names. */
  private static final int NAMED = 40;

  private CsvHeader() {}

  /**
   * Reads the names of the columns, and tells what is wrong with them.
   *
   * @param columns gets the place of each column
   * @return whether all that are required are there
   */
  static boolean read(
      String file,
      String[] header,
      List<String> required,
      Map<String, Integer> columns,
      Errors errors) {
    var place = new Place(file, 1);
    boolean right = true;
    for (int i = 0; i < header.length; i++) {
      String name = header[i].strip();
      if (!name.isEmpty() && columns.putIfAbsent(name, i) != null) {
        errors.add(
            place,
            null,
            "The column " + CsvTable.quoted(name) + " is there twice; each has a name of its own.");
        right = false;
      }
    }
    for (String wanted : required) {
      if (!columns.containsKey(wanted)) {
        errors.add(place, wanted, missing(wanted, columns, required));
        right = false;
      }
    }
    return right;
  }

  private static String missing(
      String wanted, Map<String, Integer> columns, List<String> required) {
    var others = new HashSet<>(columns.keySet());
    others.removeAll(new HashSet<>(required));
    String nearest = "";
    int least = MISSPELT + 1;
    for (String other : others) {
      int distance = other.equalsIgnoreCase(wanted) ? 0 : distance(wanted, other);
      if (distance < least && distance < wanted.length() / 2 + 1) {
        least = distance;
        nearest = other;
      }
    }
    return nearest.isEmpty()
        ? "The column is missing; the header has " + named(columns.keySet()) + "."
        : "The column is missing; "
            + CsvTable.quoted(nearest)
            + " is probably meant to be "
            + CsvTable.quoted(wanted)
            + ".";
  }

  private static String named(Set<String> columns) {
    String first =
        columns.stream()
            .sorted()
            .limit(NAMED)
            .map(CsvTable::shortened)
            .collect(Collectors.joining(", "));
    return columns.size() > NAMED
        ? first + " and %d more".formatted(columns.size() - NAMED)
        : first;
  }

  /** How many letters are to be put in, left out or replaced (Levenshtein). */
  private static int distance(String one, String other) {
    int[] before = new int[other.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[before.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
      }
      before = row;
    }
    return before[other.length()];
  }
}
