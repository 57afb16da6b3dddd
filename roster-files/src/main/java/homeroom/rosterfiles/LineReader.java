// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.roster.Days;
import homeroom.chat.roster.RosterLimits;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the fields of lines, and tells what is wrong with them. For one thread. */
final class LineReader {

  /** The longest key of a source, in characters. */
  private static final int MAX_KEY = 255;

  /** As a date begins: 2026-08-31. */
  private static final int DATE_LENGTH = 10;

  private final Errors errors;

  LineReader(Errors errors) {
    this.errors = errors;
  }

  Errors errors() {
    return errors;
  }

  /** A key; null if it cannot be one. */
  @Nullable String key(CsvTable.Line line, String column) {
    String key = line.text(column);
    if (key.isEmpty()) {
      errors.add(line.place(), column, "It is empty; each line has one.");
      return null;
    }
    if (key.length() > MAX_KEY) {
      errors.add(line.place(), column, "It is longer than " + MAX_KEY + " characters.");
      return null;
    }
    return key;
  }

  /** A name to be shown; null if it cannot be. */
  @Nullable String name(CsvTable.Line line, String column, String text) {
    String name = Name.canonical(text.replaceAll("[\\r\\n]+", " "));
    if (!Name.isValid(name, RosterLimits.MAX_NAME)) {
      errors.add(
          line.place(),
          column,
          "A name has 1 to "
              + RosterLimits.MAX_NAME
              + " characters that can be seen, and no control characters.");
      return null;
    }
    return name;
  }

  /** What a class is called for short. */
  String code(String code, String name) {
    String wanted = Name.canonical(code.isEmpty() ? name : code);
    int length = wanted.codePointCount(0, wanted.length());
    return length <= RosterLimits.MAX_CODE
        ? wanted
        : Name.canonical(wanted.substring(0, wanted.offsetByCodePoints(0, RosterLimits.MAX_CODE)));
  }

  /** An address; null if there is none, or it is none, which is told. */
  @Nullable String email(CsvTable.Line line, String column) {
    String written = line.words(column);
    if (written.isEmpty()) {
      return null;
    }
    String email = EmailAddress.canonical(written);
    if (!EmailAddress.isValid(email)) {
      errors.add(
          line.place(),
          column,
          CsvTable.quoted(written)
              + " is no e-mail address; leave the field empty where somebody has none.");
      return null;
    }
    return email;
  }

  /** A user name; null if there is none, or it is none, which is told. */
  @Nullable String username(CsvTable.Line line, String column) {
    String written = line.words(column);
    if (written.isEmpty()) {
      return null;
    }
    String username = UserName.canonical(written);
    if (!UserName.isValid(username)) {
      errors.add(
          line.place(),
          column,
          CsvTable.quoted(written)
              + " is no user name: 1 to "
              + UserName.MAX_LENGTH
              + " characters without spaces.");
      return null;
    }
    return username;
  }

  /** Whether it says yes; what else stands there is told. */
  boolean flag(CsvTable.Line line, String column, boolean otherwise) {
    return switch (line.text(column).toLowerCase(Locale.ROOT)) {
      case "" -> otherwise;
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> {
        errors.add(
            line.place(),
            column,
            CsvTable.quoted(line.text(column)) + " is neither true nor false.");
        yield otherwise;
      }
    };
  }

  /**
   * From a first day to the day before an end.
   *
   * @param last the column of the first day on which it is over, as OneRoster has it
   */
  Days days(CsvTable.Line line, String first, String last) {
    LocalDate end = date(line, last);
    LocalDate begin = date(line, first);
    if (begin != null && end != null && end.isBefore(begin)) {
      errors.add(line.place(), last, "It is over before it begins on " + begin + ".");
    }
    return new Days(begin, end == null ? null : end.minusDays(1));
  }

  private @Nullable LocalDate date(CsvTable.Line line, String column) {
    String written = line.text(column);
    if (written.isEmpty()) {
      return null;
    }
    try {
      return LocalDate.parse(
          written.length() > DATE_LENGTH && written.charAt(DATE_LENGTH) == 'T'
              ? written.substring(0, DATE_LENGTH)
              : written);
    } catch (DateTimeException e) {
      errors.add(
          line.place(),
          column,
          CsvTable.quoted(written) + " is no date; a date is written as 2026-08-31.");
      return null;
    }
  }
}
