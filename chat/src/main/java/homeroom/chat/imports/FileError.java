// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong in a file of a roster.
 *
 * @param line from 1, the first line that a record with line breaks stands on; 0 if it is about the
 *     file
 * @param column its name in the header; null if it is about the line
 * @param message a sentence that says what would be right
 */
public record FileError(String file, long line, @Nullable String column, String message) {

  private static final String REST = " more errors are not shown; correct these, then look again.";

  public static FileError of(Place place, @Nullable String column, String message) {
    return new FileError(place.file(), place.line(), column, message);
  }

  /** Those that are told, and behind them how many are not. */
  public static List<FileError> with(List<FileError> told, int untold) {
    if (untold == 0) {
      return List.copyOf(told);
    }
    var all = new ArrayList<>(told);
    all.add(new FileError(told.getLast().file(), 0, null, untold + REST));
    return List.copyOf(all);
  }

  /** Whether it only says how many others there are. */
  public boolean isRest() {
    return line == 0 && message.endsWith(REST);
  }

  /** For people: {@code users.csv, line 12, email: ...}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ", line " + line : "")
        + (column == null ? "" : ", " + column)
        + (file.isEmpty() ? "" : ": ")
        + message;
  }
}
