// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The roster of a demo school. With 120 students: 1 admin, 6 teachers, 4 homerooms and 6 subjects
 * of 30 students each, so that everybody is in one homeroom and in one or two subjects. With any
 * other number: each student in 6 classes of 30, 6 teachers per 100 students, 1 admin per 400.
 */
final class DemoSchool {

  static final int DEFAULT_STUDENTS = 120;
  static final int MAX_STUDENTS = 50_000;
  static final String DOMAIN = "demo.school";
  static final String OTHER_DOMAIN = "other.school";
  static final String PASSWORD = "homeroom";

  private static final int CLASS_SIZE = 30;
  private static final int PERIODS = 6;
  private static final List<String> HOMEROOMS = List.of("7A", "7B", "8A", "8B");
  private static final List<String> SUBJECTS =
      List.of("Mathematics", "English", "Biology", "History", "Music", "Sports");

  private final IdSource ids;
  private final Instant now;
  private final String passwordHash;
  private final SchoolId school;
  private final String domain;
  private final List<RosterChange> changes = new ArrayList<>();
  private final List<UserId> teachers = new ArrayList<>();
  private final List<UserId> students = new ArrayList<>();
  private int classes;

  DemoSchool(String name, String domain, IdSource ids, Instant now, String passwordHash) {
    this.ids = ids;
    this.now = now;
    this.passwordHash = passwordHash;
    this.school = new SchoolId(ids.next());
    this.domain = domain;
    changes.add(new RosterChange.AddSchool(new School(school, name, SchoolSettings.DEFAULT, now)));
  }

  SchoolId id() {
    return school;
  }

  /** The changes that make the school. */
  List<RosterChange> changes(int studentCount) {
    boolean small = studentCount == DEFAULT_STUDENTS;
    addPeople(Role.ADMIN, "admin", small ? 1 : Math.max(1, studentCount / 400));
    teachers.addAll(
        addPeople(Role.TEACHER, "teacher", small ? 6 : Math.ceilDiv(studentCount * 6, 100)));
    students.addAll(addPeople(Role.STUDENT, "student", studentCount));
    if (small) {
      addNamedClasses();
    } else {
      addPeriods();
    }
    return List.copyOf(changes);
  }

  /** Homerooms are the students in order; subjects two of three students, in another order. */
  private void addNamedClasses() {
    for (int i = 0; i < HOMEROOMS.size(); i++) {
      addClass("Homeroom " + HOMEROOMS.get(i), HOMEROOMS.get(i), group(students, i));
    }
    List<UserId> mixed = new ArrayList<>();
    IntStream.range(0, students.size()).forEach(i -> mixed.add(students.get(i * 7 % 120)));
    IntStream.range(0, students.size() / 2).forEach(i -> mixed.add(students.get(i)));
    for (int i = 0; i < SUBJECTS.size(); i++) {
      String name = SUBJECTS.get(i);
      addClass(name, name.substring(0, 3).toUpperCase(java.util.Locale.ROOT), group(mixed, i));
    }
  }

  private void addPeriods() {
    for (int period = 1; period <= PERIODS; period++) {
      List<UserId> mixed = new ArrayList<>(students);
      Collections.shuffle(mixed, new Random(period));
      for (int i = 0; i * CLASS_SIZE < mixed.size(); i++) {
        String code = period + "-" + (i + 1);
        addClass("Period " + period + ", class " + (i + 1), code, group(mixed, i));
      }
    }
  }

  private static List<UserId> group(List<UserId> students, int index) {
    int from = index * CLASS_SIZE;
    return students.subList(from, Math.min(from + CLASS_SIZE, students.size()));
  }

  private void addClass(String name, String code, List<UserId> attending) {
    var id = new ClassId(ids.next());
    changes.add(
        new RosterChange.AddClass(new SchoolClass(id, school, name, code, false, now, now)));
    UserId teacher = teachers.get(classes++ % teachers.size());
    changes.add(new RosterChange.AddTeacher(new ClassTeacher(ids.next(), school, id, teacher)));
    for (UserId student : attending) {
      changes.add(new RosterChange.Enroll(new ClassEnrollment(ids.next(), school, id, student)));
    }
  }

  /** The only admin is {@code admin@}, others are numbered from 2; the rest from 1. */
  private List<UserId> addPeople(Role role, String kind, int count) {
    var people = new ArrayList<UserId>();
    for (int n = 1; n <= count; n++) {
      var id = new UserId(ids.next());
      String local = role == Role.ADMIN && n == 1 ? kind : kind + n;
      String name = DemoNames.of(role, n);
      var user = new User(id, school, role, name, local + "@" + domain, true, now, now);
      changes.add(new RosterChange.AddUser(user, passwordHash));
      people.add(id);
    }
    return people;
  }
}
