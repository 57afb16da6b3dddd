// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.imports.DesiredClass;
import homeroom.chat.imports.DesiredLink;
import homeroom.chat.imports.DesiredPerson;
import homeroom.chat.imports.DesiredRole;
import homeroom.chat.imports.Extent;
import homeroom.chat.imports.ReadRoster;
import homeroom.chat.school.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads OneRoster CSV 1.1 and 1.2. Passwords in the files are not looked at, and neither are
 * resources, results and demographics.
 */
final class OneRosterReader {

  /** What keys are unique in: 1.2 has those of 1.1. */
  static final String SOURCE = "oneroster";

  private final FileSet files;
  private final LineReader reader;
  private final Errors errors;
  private final Manifest manifest;
  private final Roster roster;
  private final Map<String, Integer> rolesLeftOut = new TreeMap<>();

  private OneRosterReader(FileSet files, Errors errors, Manifest manifest) {
    this.files = files;
    this.errors = errors;
    this.manifest = manifest;
    this.reader = new LineReader(errors);
    this.roster = new Roster(errors);
  }

  static ReadRoster read(FileSet files, Errors errors) {
    Manifest manifest = Manifest.read(files, errors);
    String format = "OneRoster " + manifest.version();
    if (!errors.isEmpty()) {
      return new ReadRoster(format, null, errors.all());
    }
    var reading = new OneRosterReader(files, errors, manifest);
    reading.read();
    return new ReadRoster(
        format,
        errors.isEmpty()
            ? reading.roster.desired(
                SOURCE, manifest.of("users"), manifest.of("classes"), manifest.of("enrollments"))
            : null,
        errors.all());
  }

  private void read() {
    Map<String, List<CsvTable.Line>> roles = isNewer() ? roles() : Map.of();
    if (manifest.of("users") != Extent.UNSAID) {
      readUsers(roles);
    }
    if (manifest.of("users") != Extent.ALL) {
      roles.forEach(this::readRole);
    }
    if (manifest.of("classes") != Extent.UNSAID) {
      readClasses();
    }
    if (manifest.of("enrollments") != Extent.UNSAID) {
      readEnrollments();
    }
    rolesLeftOut.forEach((role, count) ->
        roster.remark(
            "People of the role '%s' are left out, since they have no place in the chat: %d."
                .formatted(role, count)));
  }

  private boolean isNewer() {
    return manifest.version().equals("1.2");
  }

  private void readUsers(Map<String, List<CsvTable.Line>> roles) {
    var required = new ArrayList<>(List.of("sourcedId", "enabledUser", "username"));
    required.addAll(List.of("givenName", "familyName", "email"));
    if (!isNewer()) {
      required.add("role");
    }
    CsvTable users = files.table("users.csv", required, errors);
    if (!isNewer() && !users.has("role") && files.has("roles.csv")) {
      errors.add(
          Manifest.FILE,
          "It says OneRoster 1.1, and there is a roles.csv, which 1.2 has. Export one of them, with"
              + " its own manifest.");
    }
    for (CsvTable.Line line : users.lines()) {
      String key = reader.key(line, "sourcedId");
      if (key != null && roster.isNew("user", key, line, "sourcedId")) {
        if (isGone(line)) {
          roster.personGone(key);
        } else {
          readUser(key, line, roles.getOrDefault(key, List.of()));
        }
      }
    }
  }

  private Map<String, List<CsvTable.Line>> roles() {
    if (manifest.of("roles") == Extent.UNSAID) {
      if (manifest.of("users") == Extent.ALL) {
        errors.add(
            "roles.csv", "There is no such file; OneRoster 1.2 says in it who is a student.");
      }
      return Map.of();
    }
    var roles = new LinkedHashMap<String, List<CsvTable.Line>>();
    CsvTable table = files.table("roles.csv", List.of("userSourcedId", "role"), errors);
    for (CsvTable.Line line : table.lines()) {
      String user = reader.key(line, "userSourcedId");
      if (user != null && !isGone(line)) {
        roles.computeIfAbsent(user, _ -> new ArrayList<>()).add(line);
      }
    }
    return roles;
  }

  private void readUser(String key, CsvTable.Line line, List<CsvTable.Line> roles) {
    CsvTable.Line roleLine = isNewer() ? primary(roles) : line;
    Optional<Role> role = Optional.empty();
    if (roleLine != null) {
      String written = roleLine.text("role");
      role = SourceRoles.of(written);
      if (SourceRoles.isRelative(written)) {
        rolesLeftOut.merge(written, 1, Integer::sum);
        roster.leaveOut(key);
        // In all there are they are missing; of what changed it has to be said.
        roster.personGone(key);
        return;
      }
      if (role.isEmpty()) {
        noRole(roleLine, written);
      }
    } else if (manifest.of("users") == Extent.ALL) {
      errors.add(line.place(), "sourcedId", "There is no line in roles.csv for this user.");
    }
    String name = reader.name(line, "familyName", shownName(line));
    String email = reader.email(line, "email");
    String username = reader.username(line, "username");
    boolean enabled = reader.flag(line, "enabledUser", true);
    if (name != null) {
      var accounts = new ArrayList<>(line.list("userIds"));
      accounts.addAll(line.list("identifier"));
      roster.add(
          new DesiredPerson(
              key,
              role.orElse(null),
              name,
              email,
              username,
              enabled,
              accounts,
              line.list("agentSourcedIds"),
              line.place()));
    }
  }

  /** The role of somebody whom users.csv has nothing to say of this time. */
  private void readRole(String key, List<CsvTable.Line> roles) {
    CsvTable.Line line = primary(roles);
    if (line == null || roster.isRead(key)) {
      return;
    }
    String written = line.text("role");
    Optional<Role> role = SourceRoles.of(written);
    if (SourceRoles.isRelative(written)) {
      rolesLeftOut.merge(written, 1, Integer::sum);
      roster.personGone(key);
    } else if (role.isEmpty()) {
      noRole(line, written);
    } else {
      roster.add(new DesiredRole(key, role.get(), line.place()));
    }
  }

  private void noRole(CsvTable.Line line, String written) {
    errors.add(
        line.place(),
        "role",
        CsvTable.quoted(written) + " is no role. Roles are " + SourceRoles.IN_WORDS + ".");
  }

  /**
   * What somebody is first of all. Where only what changed is said, a secondary role alone leaves
   * that as it is.
   */
  private CsvTable.@Nullable Line primary(List<CsvTable.Line> roles) {
    for (CsvTable.Line role : roles) {
      if (role.text("roleType").equalsIgnoreCase("primary")) {
        return role;
      }
    }
    boolean allSaid = manifest.of("roles") == Extent.ALL;
    return roles.stream()
        .filter(role -> allSaid || !role.text("roleType").equalsIgnoreCase("secondary"))
        .findFirst()
        .orElse(null);
  }

  /** As the person is called, if the files say so. */
  private static String shownName(CsvTable.Line line) {
    return preferred(line, "preferredGivenName", "givenName")
        + " "
        + preferred(line, "preferredFamilyName", "familyName");
  }

  private static String preferred(CsvTable.Line line, String column, String otherwise) {
    return line.text(column).isEmpty() ? line.words(otherwise) : line.words(column);
  }

  private void readClasses() {
    Extent ofSessions = manifest.of("academicSessions");
    Sessions sessions =
        ofSessions == Extent.UNSAID
            ? Sessions.none()
            : Sessions.read(files, ofSessions == Extent.ALL, reader);
    List<String> required = List.of("sourcedId", "title", "classCode", "termSourcedIds");
    for (CsvTable.Line line : files.table("classes.csv", required, errors).lines()) {
      String key = reader.key(line, "sourcedId");
      if (key != null && roster.isNew("class", key, line, "sourcedId")) {
        if (isGone(line)) {
          roster.classGone(key);
        } else {
          String name = reader.name(line, "title", line.words("title"));
          if (name != null) {
            roster.add(
                new DesiredClass(
                    key,
                    name,
                    reader.code(line.words("classCode"), name),
                    sessions.days(line, "termSourcedIds", errors),
                    line.place()));
          }
        }
      }
    }
  }

  private void readEnrollments() {
    List<String> required = List.of("sourcedId", "classSourcedId", "userSourcedId", "role");
    int others = 0;
    for (CsvTable.Line line : files.table("enrollments.csv", required, errors).lines()) {
      String key = reader.key(line, "sourcedId");
      if (key == null || !roster.isNew("enrollment", key, line, "sourcedId")) {
        continue;
      }
      if (isGone(line)) {
        roster.linkGone(key);
      } else if (!readEnrollment(key, line)) {
        others++;
      }
    }
    if (others > 0) {
      roster.remark(
          "Enrolments of administrators and of people who are left out are left out, too: %d."
              .formatted(others));
    }
  }

  /** False if it has no place in the chat. */
  private boolean readEnrollment(String key, CsvTable.Line line) {
    String schoolClass = reader.key(line, "classSourcedId");
    String person = reader.key(line, "userSourcedId");
    Optional<Role> role = SourceRoles.of(line.text("role"));
    if (role.isEmpty() && !SourceRoles.isRelative(line.text("role"))) {
      errors.add(
          line.place(),
          "role",
          CsvTable.quoted(line.text("role"))
              + " is no role. Roles are student, teacher, aide, proctor and administrator.");
    }
    if (schoolClass == null || person == null || role.isEmpty()) {
      return role.isPresent() || !SourceRoles.isRelative(line.text("role"));
    }
    if (role.get() == Role.ADMIN || roster.isLeftOut(person) || roster.isClassGone(schoolClass)) {
      return false;
    }
    boolean known = true;
    if (manifest.of("classes") == Extent.ALL && !roster.isClass(schoolClass, "classes.csv")) {
      errors.add(
          line.place(),
          "classSourcedId",
          "There is no " + CsvTable.quoted(schoolClass) + " in classes.csv.");
      known = false;
    }
    if (manifest.of("users") == Extent.ALL && !roster.isPerson(person, "users.csv")) {
      errors.add(
          line.place(),
          "userSourcedId",
          "There is no " + CsvTable.quoted(person) + " in users.csv.");
      known = false;
    }
    if (known) {
      roster.add(
          new DesiredLink(
              key,
              schoolClass,
              person,
              role.get(),
              reader.days(line, "beginDate", "endDate"),
              line.place()));
    }
    return true;
  }

  private boolean isGone(CsvTable.Line line) {
    return switch (line.text("status").toLowerCase(Locale.ROOT)) {
      case "", "active" -> false;
      case "tobedeleted", "inactive" -> true;
      default -> {
        errors.add(
            line.place(),
            "status",
            CsvTable.quoted(line.text("status")) + " is neither active nor tobedeleted.");
        yield false;
      }
    };
  }
}
