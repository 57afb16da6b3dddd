// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.DesiredClass;
import homeroom.chat.imports.DesiredLink;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.roster.Days;
import homeroom.chat.school.Role;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code people.csv}: one line for each person, with the classes they teach or attend. It
 * always says everything. A person is known by the user name, or else by the e-mail address; a
 * class by its name.
 */
final class PeopleReader {

  private static final String SOURCE = "people";
  private static final String FILE = "people.csv";

  private final LineReader reader;
  private final Errors errors;
  private final Roster roster;

  private PeopleReader(Errors errors) {
    this.errors = errors;
    this.reader = new LineReader(errors);
    this.roster = new Roster(errors);
  }

  static ReadRoster read(FileSet files, Errors errors) {
    var reading = new PeopleReader(errors);
    List<String> required = List.of("name", "role", "email", "username", "classes");
    CsvTable table = files.table(FILE, required, errors);
    table.lines().forEach(reading::readPerson);
    return new ReadRoster(
        FILE,
        errors.isEmpty()
            ? reading.roster.desired(SOURCE, Extent.ALL, Extent.ALL, Extent.ALL)
            : null,
        errors.all());
  }

  private void readPerson(CsvTable.Line line) {
    String name = reader.name(line, "name", line.words("name"));
    String email = reader.email(line, "email");
    String username = reader.username(line, "username");
    Optional<Role> role = SourceRoles.of(line.text("role"));
    if (role.isEmpty()) {
      errors.add(
          line.place(),
          "role",
          CsvTable.quoted(line.text("role")) + " is none of student, teacher and admin.");
    }
    if (line.text("email").isEmpty() && line.text("username").isEmpty()) {
      errors.add(
          line.place(),
          "username",
          "Nothing stands under email and username; a person needs one of them to sign in.");
    }
    String key =
        username != null ? UserName.key(username) : email != null ? EmailAddress.key(email) : null;
    if (name == null || role.isEmpty() || key == null) {
      return;
    }
    if (roster.isNew("person", key, line, username != null ? "username" : "email")) {
      roster.add(
          new DesiredPerson(
              key, role.get(), name, email, username, true, List.of(), List.of(), line.place()));
      readClasses(line, key, role.get());
    }
  }

  private void readClasses(CsvTable.Line line, String person, Role role) {
    for (String each : line.words("classes").split("[;|,\\r\\n]", -1)) {
      if (each.isBlank()) {
        continue;
      }
      String name = reader.name(line, "classes", each.strip());
      if (name == null) {
        continue;
      }
      if (role == Role.ADMIN) {
        errors.add(
            line.place(),
            "classes",
            "An admin is in no class; make it a teacher, or leave it empty.");
        return;
      }
      String key = Name.key(name);
      if (!roster.hasClass(key)) {
        roster.add(new DesiredClass(key, name, reader.code("", name), Days.ALWAYS, line.place()));
      }
      roster.add(new DesiredLink(key + "|" + person, key, person, role, Days.ALWAYS, line.place()));
    }
  }
}
