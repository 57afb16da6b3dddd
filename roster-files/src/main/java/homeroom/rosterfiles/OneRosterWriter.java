// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Days;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.UserId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a roster as OneRoster CSV 1.2, bulk: the classes that are not archived, all people, and
 * who is in the classes now. A name is one word here and two in OneRoster: the last word is the
 * family name.
 */
public final class OneRosterWriter {

  private final School school;
  private final SchoolRoster roster;
  private final Map<UserId, SourceEntry.Person> people = new HashMap<>();
  private final Map<ClassId, SourceEntry.OfClass> classes = new HashMap<>();
  private final Map<Days, String> sessions = new LinkedHashMap<>();
  private final Map<String, SourceEntry.Link> links = new HashMap<>();
  private final Instant now;

  private OneRosterWriter(
      School school, SchoolRoster roster, List<SourceEntry> entries, Instant now) {
    this.school = school;
    this.roster = roster;
    this.now = now;
    for (SourceEntry entry : entries) {
      switch (entry) {
        case SourceEntry.Person person -> people.put(person.id(), person);
        case SourceEntry.OfClass one -> classes.put(one.id(), one);
        case SourceEntry.Link link ->
            links.put(pair(link.schoolClass(), link.person(), link.role()), link);
      }
    }
    sessions.put(schoolYear(), "year");
    for (SchoolClass one : openClasses()) {
      sessions.computeIfAbsent(days(one.id()), _ -> "session-" + sessions.size());
    }
  }

  private static String pair(ClassId schoolClass, UserId person, Role role) {
    return schoolClass + " " + person + " " + role;
  }

  /**
   * Writes a ZIP.
   *
   * @param entries what the sources of the school call its things
   */
  public static void write(
      School school, SchoolRoster roster, List<SourceEntry> entries, Instant now, OutputStream out)
      throws IOException {
    var writer = new OneRosterWriter(school, roster, entries, now);
    try (var zip = new ZipOutputStream(out)) {
      writer.file(zip, "manifest.csv", writer::manifest);
      writer.file(zip, "orgs.csv", writer::orgs);
      writer.file(zip, "academicSessions.csv", writer::sessions);
      writer.file(zip, "courses.csv", writer::courses);
      writer.file(zip, "classes.csv", writer::classes);
      writer.file(zip, "users.csv", writer::users);
      writer.file(zip, "roles.csv", writer::roles);
      writer.file(zip, "enrollments.csv", writer::enrollments);
    }
  }

  private interface Content {
    void write(CsvWriter csv) throws IOException;
  }

  private void file(ZipOutputStream zip, String name, Content content) throws IOException {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(now.atZone(ZoneOffset.UTC).toLocalDateTime());
    zip.putNextEntry(entry);
    Writer out = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    content.write(new CsvWriter(out));
    out.flush();
    zip.closeEntry();
  }

  private void manifest(CsvWriter csv) throws IOException {
    csv.printRecord("propertyName", "value");
    csv.printRecord("manifest.version", "1.0");
    csv.printRecord("oneroster.version", "1.2");
    for (String name :
        List.of(
            "academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")) {
      csv.printRecord("file." + name, "bulk");
    }
    for (String name :
        List.of(
            "categories",
            "classResources",
            "courseResources",
            "demographics",
            "lineItems",
            "lineItemLearningObjectiveIds",
            "lineItemScoreScales",
            "resources",
            "resultLearningObjectiveIds",
            "results",
            "resultScoreScales",
            "scoreScales",
            "userProfiles",
            "userResources")) {
      csv.printRecord("file." + name, "absent");
    }
    csv.printRecord("source.systemName", "Homeroom");
    csv.printRecord("source.systemCode", "");
  }

  private void orgs(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId");
    csv.printRecord(school.id(), "", "", Formulas.defused(school.name()), "school", "", "");
  }

  /** When the class takes place; where nobody said it, in this school year. */
  private Days days(ClassId id) {
    SourceEntry.OfClass entry = classes.get(id);
    return entry == null || entry.days().equals(Days.ALWAYS) ? schoolYear() : entry.days();
  }

  /** From the first of August before now, for a year. */
  private Days schoolYear() {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    int year = today.getMonthValue() >= 8 ? today.getYear() : today.getYear() - 1;
    return new Days(LocalDate.of(year, 8, 1), LocalDate.of(year + 1, 7, 31));
  }

  private void sessions(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "title",
        "type",
        "startDate",
        "endDate",
        "parentSourcedId",
        "schoolYear");
    for (var session : sessions.entrySet()) {
      String first = first(session.getKey());
      String end = end(session.getKey());
      csv.printRecord(
          session.getValue(),
          "",
          "",
          first + " to " + end,
          session.getValue().equals("year") ? "schoolYear" : "term",
          first,
          end,
          "",
          end.isEmpty() ? first(schoolYear()).substring(0, 4) : end.substring(0, 4));
    }
  }

  private static String first(Days days) {
    LocalDate first = days.first();
    return first == null ? "" : first.toString();
  }

  /** The day on which they are over. */
  private static String end(Days days) {
    LocalDate last = days.last();
    return last == null ? "" : last.plusDays(1).toString();
  }

  private void courses(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "schoolYearSourcedId",
        "title",
        "courseCode",
        "grades",
        "orgSourcedId",
        "subjects",
        "subjectCodes");
    for (SchoolClass one : openClasses()) {
      csv.printRecord(
          "course-" + one.id(),
          "",
          "",
          "year",
          Formulas.defused(one.name()),
          Formulas.defused(one.code()),
          "",
          school.id(),
          "",
          "");
    }
  }

  private void classes(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "title",
        "grades",
        "courseSourcedId",
        "classCode",
        "classType",
        "location",
        "schoolSourcedId",
        "termSourcedIds",
        "subjects",
        "subjectCodes",
        "periods");
    for (SchoolClass one : openClasses()) {
      csv.printRecord(
          key(one.id()),
          "",
          "",
          Formulas.defused(one.name()),
          "",
          "course-" + one.id(),
          Formulas.defused(one.code()),
          "scheduled",
          "",
          school.id(),
          sessions.getOrDefault(days(one.id()), "year"),
          "",
          "",
          "");
    }
  }

  private List<SchoolClass> openClasses() {
    return roster.classes().stream()
        .filter(one -> !one.archived())
        .sorted(Comparator.comparing(one -> one.id().value()))
        .toList();
  }

  private String key(ClassId id) {
    SourceEntry.OfClass entry = classes.get(id);
    return entry == null ? id.value() : entry.key();
  }

  private void users(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "enabledUser",
        "username",
        "userIds",
        "givenName",
        "familyName",
        "middleName",
        "identifier",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "password",
        "userMasterIdentifier",
        "preferredGivenName",
        "preferredMiddleName",
        "preferredFamilyName",
        "primaryOrgSourcedId",
        "pronouns");
    for (User user : sortedUsers()) {
      SourceEntry.Person entry = people.get(user.id());
      String[] names = names(user.name());
      csv.printRecord(
          key(user.id()),
          "",
          "",
          user.active(),
          Formulas.defused(orEmpty(user.username())),
          entry == null ? "" : String.join(",", entry.accounts()),
          Formulas.defused(names[0]),
          Formulas.defused(names[1]),
          "",
          "",
          Formulas.defused(orEmpty(user.email())),
          "",
          "",
          entry == null ? "" : String.join(",", entry.guardians()),
          "",
          "",
          "",
          "",
          "",
          "",
          school.id(),
          "");
    }
  }

  private List<User> sortedUsers() {
    return roster.users().stream().sorted(Comparator.comparing(user -> user.id().value())).toList();
  }

  private String key(UserId id) {
    SourceEntry.Person entry = people.get(id);
    return entry == null ? id.value() : entry.key();
  }

  private static String[] names(String name) {
    int space = name.lastIndexOf(' ');
    return space < 0
        ? new String[] {"", name}
        : new String[] {name.substring(0, space), name.substring(space + 1)};
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void roles(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "userSourcedId",
        "roleType",
        "role",
        "beginDate",
        "endDate",
        "orgSourcedId",
        "userProfileSourcedId");
    for (User user : sortedUsers()) {
      csv.printRecord(
          "role-" + user.id(),
          "",
          "",
          key(user.id()),
          "primary",
          word(user.role()),
          "",
          "",
          school.id(),
          "");
    }
  }

  private static String word(Role role) {
    return role == Role.ADMIN ? "siteAdministrator" : role.name().toLowerCase(Locale.ROOT);
  }

  private void enrollments(CsvWriter csv) throws IOException {
    csv.printRecord(
        "sourcedId",
        "status",
        "dateLastModified",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate");
    var open = new HashMap<ClassId, SchoolClass>();
    openClasses().forEach(one -> open.put(one.id(), one));
    for (ClassTeacher link :
        roster.teachers().stream().sorted(Comparator.comparing(ClassTeacher::id)).toList()) {
      if (open.containsKey(link.classId())) {
        enrollment(csv, link.id(), link.classId(), link.teacherId(), Role.TEACHER);
      }
    }
    for (ClassEnrollment link :
        roster.enrollments().stream().sorted(Comparator.comparing(ClassEnrollment::id)).toList()) {
      if (open.containsKey(link.classId())) {
        enrollment(csv, link.id(), link.classId(), link.studentId(), Role.STUDENT);
      }
    }
  }

  private void enrollment(CsvWriter csv, String id, ClassId schoolClass, UserId person, Role role)
      throws IOException {
    SourceEntry.Link entry = links.get(pair(schoolClass, person, role));
    Days days = entry == null ? Days.ALWAYS : entry.days();
    csv.printRecord(
        entry == null ? id : entry.key(),
        "",
        "",
        key(schoolClass),
        school.id(),
        key(person),
        role.name().toLowerCase(Locale.ROOT),
        role == Role.TEACHER ? "true" : "",
        first(days),
        end(days));
  }
}
