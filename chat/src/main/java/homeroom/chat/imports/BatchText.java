// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch as text: a line for each change, of fields between tabs. The first field says which
 * change it is; in a field {@code \t \n \r \\} stand for what they are elsewhere, {@code \0} alone
 * for null; the values of a list stand on lines. A stored batch is read by the program that wrote
 * it or a later one: a kind of line keeps its fields.
 */
final class BatchText {

  private static final String NULL = "\\0";

  private BatchText() {}

  static String write(ImportBatch batch) {
    return Stream.concat(
            batch.changes().stream().map(BatchText::fields),
            batch.entries().stream().map(BatchText::fields))
        .map(fields -> String.join("\t", fields))
        .collect(Collectors.joining("\n"));
  }

  /** Empty if it cannot be read. */
  static Optional<ImportBatch> read(SchoolId school, String text) {
    try {
      return Optional.of(batch(school, text));
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ImportBatch batch(SchoolId school, String text) {
    var changes = new ArrayList<RosterChange>();
    var entries = new ArrayList<EntryChange>();
    for (String line : text.split("\n", -1)) {
      if (!line.isEmpty()) {
        var fields = new Fields(school, line.split("\t", -1));
        if (fields.kind().startsWith("entry-")) {
          entries.add(fields.entry());
        } else {
          changes.add(fields.change());
        }
      }
    }
    return new ImportBatch(changes, entries);
  }

  private static List<String> fields(RosterChange change) {
    return switch (change) {
      case RosterChange.AddSchool(School school) ->
          line("school", school.name(), String.valueOf(school.createdAt().toEpochMilli()));
      case RosterChange.AddUser(User user, String _) -> line("add-user", user);
      case RosterChange.UpdateUser(User user, _) -> line("user", user);
      case RosterChange.AddClass(SchoolClass one) -> line("add-class", one);
      case RosterChange.UpdateClass(SchoolClass one, _) -> line("class", one);
      case RosterChange.AddTeacher(ClassTeacher link) ->
          line("add-teacher", link.id(), link.classId().value(), link.teacherId().value());
      case RosterChange.RemoveTeacher(ClassTeacher link) ->
          line("remove-teacher", link.id(), link.classId().value(), link.teacherId().value());
      case RosterChange.Enroll(ClassEnrollment link) ->
          line("enroll", link.id(), link.classId().value(), link.studentId().value());
      case RosterChange.Unenroll(ClassEnrollment link) ->
          line("unenroll", link.id(), link.classId().value(), link.studentId().value());
      case RosterChange.UpdateSchool _, RosterChange.SetPassword _ ->
          throw new IllegalArgumentException("No import makes such a change: " + change);
    };
  }

  private static List<String> line(String kind, User user) {
    return line(
        kind,
        user.id().value(),
        user.role().name(),
        user.name(),
        user.email(),
        user.username(),
        String.valueOf(user.active()),
        String.valueOf(user.createdAt().toEpochMilli()),
        String.valueOf(user.updatedAt().toEpochMilli()));
  }

  private static List<String> line(String kind, SchoolClass one) {
    return line(
        kind,
        one.id().value(),
        one.name(),
        one.code(),
        String.valueOf(one.archived()),
        String.valueOf(one.createdAt().toEpochMilli()),
        String.valueOf(one.updatedAt().toEpochMilli()));
  }

  private static List<String> fields(EntryChange change) {
    return switch (change) {
      case EntryChange.Put(SourceEntry.Person one) ->
          line(
              "entry-person",
              one.key(),
              one.id().value(),
              many(one.accounts()),
              many(one.guardians()));
      case EntryChange.Put(SourceEntry.OfClass one) ->
          line(
              "entry-class",
              one.key(),
              one.id().value(),
              day(one.days().first()),
              day(one.days().last()));
      case EntryChange.Put(SourceEntry.Link one) ->
          line(
              "entry-link",
              one.key(),
              one.schoolClass().value(),
              one.person().value(),
              one.role().name(),
              day(one.days().first()),
              day(one.days().last()));
      case EntryChange.Remove(SourceEntry.Kind kind, String key) ->
          line("entry-remove", kind.name(), key);
    };
  }

  /** Of values without line breaks. */
  private static String many(List<String> values) {
    return String.join("\n", values);
  }

  private static @Nullable String day(@Nullable LocalDate day) {
    return day == null ? null : day.toString();
  }

  private static List<String> line(String kind, @Nullable String... fields) {
    var all = new ArrayList<String>();
    all.add(kind);
    for (String field : fields) {
      all.add(field == null ? NULL : escaped(field));
    }
    return all;
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String plain(String escaped) {
    if (escaped.indexOf('\\') < 0) {
      return escaped;
    }
    var text = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\' && i + 1 < escaped.length()) {
        i++;
        text.append(
            switch (escaped.charAt(i)) {
              case 't' -> '\t';
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> escaped.charAt(i);
            });
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** A line that is read. */
  private static final class Fields {

    private final SchoolId school;
    private final String[] fields;
    private int next = 1;

    Fields(SchoolId school, String[] fields) {
      this.school = school;
      this.fields = fields;
    }

    String kind() {
      return fields[0];
    }

    RosterChange change() {
      return switch (kind()) {
        case "school" ->
            new RosterChange.AddSchool(new School(school, text(), SchoolSettings.DEFAULT, time()));
        case "add-user" -> new RosterChange.AddUser(user(), "");
        case "user" -> new RosterChange.UpdateUser(user());
        case "add-class" -> new RosterChange.AddClass(schoolClass());
        case "class" -> new RosterChange.UpdateClass(schoolClass());
        case "add-teacher" -> new RosterChange.AddTeacher(teacher());
        case "remove-teacher" -> new RosterChange.RemoveTeacher(teacher());
        case "enroll" -> new RosterChange.Enroll(enrollment());
        case "unenroll" -> new RosterChange.Unenroll(enrollment());
        default -> throw new IllegalArgumentException("Unknown change in a batch: " + kind());
      };
    }

    EntryChange entry() {
      return switch (kind()) {
        case "entry-person" ->
            new EntryChange.Put(
                new SourceEntry.Person(text(), new UserId(text()), values(), values()));
        case "entry-class" ->
            new EntryChange.Put(
                new SourceEntry.OfClass(text(), new ClassId(text()), new Days(day(), day())));
        case "entry-link" ->
            new EntryChange.Put(
                new SourceEntry.Link(
                    text(),
                    new ClassId(text()),
                    new UserId(text()),
                    Role.valueOf(text()),
                    new Days(day(), day())));
        case "entry-remove" -> new EntryChange.Remove(SourceEntry.Kind.valueOf(text()), text());
        default -> throw new IllegalArgumentException("Unknown entry in a batch: " + kind());
      };
    }

    private User user() {
      return new User(
          new UserId(text()),
          school,
          Role.valueOf(text()),
          text(),
          textOrNull(),
          textOrNull(),
          Boolean.parseBoolean(text()),
          time(),
          time());
    }

    private SchoolClass schoolClass() {
      return new SchoolClass(
          new ClassId(text()),
          school,
          text(),
          text(),
          Boolean.parseBoolean(text()),
          time(),
          time());
    }

    private ClassTeacher teacher() {
      return new ClassTeacher(text(), school, new ClassId(text()), new UserId(text()));
    }

    private ClassEnrollment enrollment() {
      return new ClassEnrollment(text(), school, new ClassId(text()), new UserId(text()));
    }

    private String text() {
      return plain(fields[next++]);
    }

    private @Nullable String textOrNull() {
      String field = fields[next++];
      return field.equals(NULL) ? null : plain(field);
    }

    private @Nullable LocalDate day() {
      String text = textOrNull();
      return text == null ? null : LocalDate.parse(text);
    }

    private Instant time() {
      return Instant.ofEpochMilli(Long.parseLong(text()));
    }

    private List<String> values() {
      String text = text();
      return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
  }
}
