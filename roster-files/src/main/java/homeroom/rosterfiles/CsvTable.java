// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.Place;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A file of records under a header, separated by commas, semicolons or tabs, whichever its first
 * line has most of.
 */
final class CsvTable {

  /** The longest that is quoted in a sentence, in characters. */
  private static final int QUOTED = 60;

  private final String file;
  private final Map<String, Integer> columns;
  private final List<Line> lines;

  private CsvTable(String file, Map<String, Integer> columns, List<Line> lines) {
    this.file = file;
    this.columns = columns;
    this.lines = lines;
  }

  /** A record and where it stands. */
  final class Line {

    private final long number;
    private final String[] values;

    private Line(long number, String[] values) {
      this.number = number;
      this.values = values;
    }

    Place place() {
      return new Place(file, number);
    }

    /** What stands in the column, without space around it; empty if there is no such column. */
    String text(String column) {
      Integer index = columns.get(column);
      return index == null || index >= values.length ? "" : values[index].strip();
    }

    /** As {@link #text}, of what people wrote. */
    String words(String column) {
      return Formulas.plain(text(column));
    }

    /** As {@link #text}; null if nothing stands there. */
    @Nullable String textOrNull(String column) {
      String text = text(column);
      return text.isEmpty() ? null : text;
    }

    /** The values of a list, which commas separate. */
    List<String> list(String column) {
      var list = new ArrayList<String>();
      for (String value : text(column).replaceAll("[\\r\\n]+", " ").split(",", -1)) {
        if (!value.isBlank()) {
          list.add(value.strip());
        }
      }
      return list;
    }
  }

  static CsvTable empty(String file) {
    return new CsvTable(file, Map.of(), List.of());
  }

  /**
   * Reads a file.
   *
   * @param required the columns that there must be
   */
  static CsvTable of(String file, byte[] content, List<String> required, Errors errors) {
    String text = FileText.of(file, content, errors);
    if (text == null) {
      errors.unread(file);
      return empty(file);
    }
    CSVFormat format =
        CSVFormat.RFC4180.builder().setDelimiter(separator(text)).setIgnoreEmptyLines(false).get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      return of(file, parser, required, errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CsvTable of(String file, CSVParser parser, List<String> required, Errors errors) {
    Iterator<CSVRecord> records = parser.iterator();
    long line = 1;
    var columns = new HashMap<String, Integer>();
    var lines = new ArrayList<CsvTable.Line>();
    var table = new CsvTable(file, columns, lines);
    try {
      if (!records.hasNext()) {
        errors.add(file, "It is empty; its first line names its columns.");
        return table;
      }
      CSVRecord header = records.next();
      if (!CsvHeader.read(file, header.values(), required, columns, errors)) {
        errors.unread(file);
        return table;
      }
      line = parser.getCurrentLineNumber() + 1;
      while (records.hasNext()) {
        String[] values = records.next().values();
        if (!isBlank(values)) {
          if (values.length == header.size()) {
            lines.add(table.new Line(line, values));
          } else {
            errors.add(new Place(file, line), null, otherWidth(values.length, header.size()));
            errors.unread(file);
          }
        }
        line = parser.getCurrentLineNumber() + 1;
      }
    } catch (UncheckedIOException | IllegalStateException e) {
      errors.unread(file);
      errors.add(
          new Place(file, line),
          null,
          "From here on it cannot be read: a quote is opened and not closed, or something follows"
              + " a closing one. Inside of quotes a quote is written twice.");
    }
    return table;
  }

  private static boolean isBlank(String[] values) {
    return values.length == 0 || (values.length == 1 && values[0].isBlank());
  }

  private static String otherWidth(int values, int header) {
    return "It has %d %s, and the header %d. A field with the separator in it stands in quotes."
        .formatted(values, values == 1 ? "field" : "fields", header);
  }

  private static char separator(String text) {
    int end = text.indexOf('\n');
    String header = end < 0 ? text : text.substring(0, end);
    char best = ',';
    for (char each : new char[] {';', '\t'}) {
      if (count(header, each) > count(header, best)) {
        best = each;
      }
    }
    return best;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  List<Line> lines() {
    return lines;
  }

  /** What was written, short enough for a sentence. */
  static String quoted(String text) {
    return "'" + shortened(text) + "'";
  }

  /** The same without quotes, and without control characters: it may be shown on a terminal. */
  static String shortened(String text) {
    String cut = text.length() > QUOTED ? text.substring(0, QUOTED) + "…" : text;
    return cut.codePoints().noneMatch(Character::isISOControl)
        ? cut
        : cut.replaceAll("\\p{Cc}+", " ").strip();
  }
}
