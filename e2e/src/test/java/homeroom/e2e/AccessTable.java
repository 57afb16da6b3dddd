// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The table {@code authorisation.md}: who may do what. */
final class AccessTable {

  /** Those who ask, in the order of the columns. */
  static final List<String> ACTORS = List.of("anonymous", "student", "teacher", "admin");

  private static final int FIRST_ACTOR = 3;

  /**
   * One row.
   *
   * @param expected by actor: a status, and perhaps a {@code data.code} or how many are found
   */
  record Row(String service, String method, String thing, List<String> expected) {

    /** Whether the user is what the row is about, not the conversation or class. */
    boolean toUser() {
      return thing.startsWith("to ");
    }

    /** Whose thing it is: own, shared, others' or other school's. */
    String whose() {
      return toUser() ? thing.substring("to ".length()) : thing;
    }

    String expected(String actor) {
      return expected.get(ACTORS.indexOf(actor));
    }

    @Override
    public String toString() {
      return service + " " + method + " " + thing;
    }
  }

  private AccessTable() {}

  static List<Row> rows() throws IOException {
    try (InputStream in = AccessTable.class.getResourceAsStream("authorisation.md")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("| ") && !line.startsWith("| -"))
          .skip(1)
          .map(AccessTable::row)
          .toList();
    }
  }

  private static Row row(String line) {
    List<String> cells =
        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList().subList(1, 8);
    return new Row(
        cells.get(0), cells.get(1), cells.get(2), List.copyOf(cells.subList(FIRST_ACTOR, 7)));
  }
}
