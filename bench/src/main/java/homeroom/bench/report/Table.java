// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, aligned so that it can be read on a screen too. */
public final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  /** The names of the columns; the first is text, the others are numbers. */
  public Table(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row of as many cells. */
  public Table row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  /** A number with so many digits behind the point; a dash if it is not one. */
  public static String number(double value, int digits) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%,." + digits + "f", value) : "–";
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    line(text, rows.getFirst(), widths);
    rule(text, widths);
    rows.stream().skip(1).forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - cell.length());
      text.append("| ").append(i == 0 ? cell + space : space + cell).append(' ');
    }
    text.append("|\n");
  }

  private static void rule(StringBuilder text, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      text.append("| ").append("-".repeat(widths[i] - 1)).append(i == 0 ? "- " : ": ");
    }
    text.append("|\n");
  }
}
