// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

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

  public static FileError of(Place place, @Nullable String column, String message) {
    return new FileError(place.file(), place.line(), column, message);
  }

  /** For people: {@code users.csv, line 12, email: ...}. */
  @Override
  public String toString() {
    return file
        + (line > 0 ? ", line " + line : "")
        + (column == null ? "" : ", " + column)
        + ": "
        + message;
  }
}
