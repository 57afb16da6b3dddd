// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes records as RFC 4180 has them: CRLF after each, quotes where they are needed. */
record CsvWriter(Writer out) {

  void printRecord(Object... values) throws IOException {
    out.write(Arrays.stream(values).map(CsvWriter::field).collect(Collectors.joining(",")));
    out.write("\r\n");
  }

  private static String field(Object value) {
    String text = value.toString();
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
