// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.DesiredClass;
import homeroom.chat.imports.DesiredLink;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.roster.Days;
import homeroom.chat.school.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Microsoft School Data Sync 2.1. The files always say everything; enrolments have no key of
 * their own, and are known by class, person and role.
 */
final class SchoolDataSyncReader {

  private static final String SOURCE = "sds";

  private final FileSet files;
  private final LineReader reader;
  private final Errors errors;
  private final Roster roster;
  private int leftOut;

  private SchoolDataSyncReader(FileSet files, Errors errors) {
    this.files = files;
    this.errors = errors;
    this.reader = new LineReader(errors);
    this.roster = new Roster(errors);
  }

  static ReadRoster read(FileSet files, Errors errors) {
    var reading = new SchoolDataSyncReader(files, errors);
    reading.readUsers();
    boolean classes = files.has("classes.csv");
    if (classes) {
      reading.readClasses();
      reading.readEnrollments();
    }
    if (reading.leftOut > 0) {
      reading.roster.remark(
          "People whose roles have no place in the chat are left out: " + reading.leftOut + ".");
    }
    Extent ofClasses = classes ? Extent.ALL : Extent.UNSAID;
    return new ReadRoster(
        "School Data Sync 2.1",
        errors.isEmpty() ? reading.roster.desired(SOURCE, Extent.ALL, ofClasses, ofClasses) : null,
        errors.all());
  }

  private void readUsers() {
    Map<String, List<CsvTable.Line>> roles = new HashMap<>();
    for (CsvTable.Line line :
        files
            .table("roles.csv", List.of("userSourcedId", "orgSourcedId", "role"), errors)
            .lines()) {
      String user = reader.key(line, "userSourcedId");
      if (user != null) {
        roles.computeIfAbsent(user, _ -> new ArrayList<>()).add(line);
      }
    }
    List<String> required = List.of("sourcedId", "username", "givenName", "familyName");
    for (CsvTable.Line line : files.table("users.csv", required, errors).lines()) {
      String key = reader.key(line, "sourcedId");
      if (key != null && roster.isNew("user", key, line, "sourcedId")) {
        readUser(key, line, roles.getOrDefault(key, List.of()));
      }
    }
  }

  private void readUser(String key, CsvTable.Line line, List<CsvTable.Line> roles) {
    if (roles.isEmpty()) {
      errors.add(line.place(), "sourcedId", "There is no line in roles.csv for this user.");
      return;
    }
    CsvTable.Line chosen =
        roles.stream()
            .filter(role -> role.text("isPrimary").equalsIgnoreCase("true"))
            .findFirst()
            .orElse(roles.getFirst());
    Optional<Role> role = SourceRoles.of(chosen.text("role"));
    if (role.isEmpty()) {
      leftOut++;
      roster.leaveOut(key);
      return;
    }
    String name =
        reader.name(line, "familyName", line.words("givenName") + " " + line.words("familyName"));
    String email = reader.email(line, "email");
    String username = reader.username(line, "username");
    if (name != null) {
      roster.add(
          new DesiredPerson(
              key,
              role.get(),
              name,
              email,
              username,
              true,
              line.list("activeDirectoryMatchId"),
              List.of(),
              line.place()));
    }
  }

  private void readClasses() {
    Sessions sessions =
        files.has(Sessions.FILE) ? Sessions.read(files, true, reader) : Sessions.none();
    List<String> required = List.of("sourcedId", "orgSourcedId", "title");
    for (CsvTable.Line line : files.table("classes.csv", required, errors).lines()) {
      String key = reader.key(line, "sourcedId");
      if (key != null && roster.isNew("class", key, line, "sourcedId")) {
        String name = reader.name(line, "title", line.words("title"));
        if (name != null) {
          roster.add(
              new DesiredClass(
                  key,
                  name,
                  reader.code(line.words("code"), name),
                  sessions.days(line, "sessionSourcedIds", errors),
                  line.place()));
        }
      }
    }
  }

  private void readEnrollments() {
    List<String> required = List.of("classSourcedId", "userSourcedId", "role");
    for (CsvTable.Line line : files.table("enrollments.csv", required, errors).lines()) {
      String schoolClass = reader.key(line, "classSourcedId");
      String person = reader.key(line, "userSourcedId");
      Optional<Role> role = SourceRoles.of(line.text("role"));
      if (schoolClass != null && person != null && isKnown(line, schoolClass, person)) {
        String word = role.map(one -> one == Role.STUDENT ? "student" : "teacher").orElse("");
        String key = schoolClass + "|" + person + "|" + word;
        if (!word.isEmpty() && role.get() != Role.ADMIN) {
          roster.add(
              new DesiredLink(key, schoolClass, person, role.get(), Days.ALWAYS, line.place()));
        }
      }
    }
  }

  private boolean isKnown(CsvTable.Line line, String schoolClass, String person) {
    if (!roster.isClass(schoolClass, "classes.csv")) {
      errors.add(
          line.place(),
          "classSourcedId",
          "There is no " + CsvTable.quoted(schoolClass) + " in classes.csv.");
      return false;
    }
    if (roster.isLeftOut(person)) {
      return false;
    }
    if (!roster.isPerson(person, "users.csv")) {
      errors.add(
          line.place(),
          "userSourcedId",
          "There is no " + CsvTable.quoted(person) + " in users.csv.");
      return false;
    }
    return true;
  }
}
