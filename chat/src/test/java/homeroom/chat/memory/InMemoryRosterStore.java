// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterFields;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The roster in memory. */
record InMemoryRosterStore(View view) implements RosterStore {

  @Override
  public Optional<User> userById(UserId id) {
    return in(roster -> Optional.ofNullable(roster.users.get(id)).map(Credentials::user));
  }

  @Override
  public Optional<Credentials> credentials(String email) {
    return in(roster -> roster.withEmail(email));
  }

  @Override
  public Optional<Credentials> credentials(SchoolId school, String username) {
    return in(roster -> roster.withUserName(school, username));
  }

  @Override
  public Optional<Credentials> credentials(UserId id) {
    return in(roster -> Optional.ofNullable(roster.users.get(id)));
  }

  @Override
  public List<School> schools() {
    return in(roster -> List.copyOf(roster.schools.values()));
  }

  @Override
  public Optional<School> school(SchoolId id) {
    return in(roster -> Optional.ofNullable(roster.schools.get(id)));
  }

  @Override
  public Optional<User> user(SchoolId school, UserId id) {
    return in(roster -> roster.user(school, id));
  }

  @Override
  public List<User> users(SchoolId school, Collection<UserId> ids) {
    return in(
        roster -> ids.stream().distinct().flatMap(id -> roster.user(school, id).stream()).toList());
  }

  @Override
  public Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return in(roster -> roster.schoolClass(school, id));
  }

  @Override
  public List<SchoolClass> classes(SchoolId school) {
    return in(roster ->
        roster.classes.values().stream().filter(one -> one.schoolId().equals(school)).toList());
  }

  @Override
  public List<User> people(SchoolId school) {
    return in(roster ->
        roster.users.values().stream()
            .map(Credentials::user)
            .filter(user -> user.schoolId().equals(school))
            .toList());
  }

  @Override
  public Set<ClassId> classesTaughtBy(SchoolId school, UserId teacher) {
    return in(roster ->
        open(
            roster,
            school,
            roster.teachers.values().stream()
                .filter(link -> link.teacherId().equals(teacher))
                .map(ClassTeacher::classId)));
  }

  @Override
  public Set<ClassId> classesAttendedBy(SchoolId school, UserId student) {
    return in(roster ->
        open(
            roster,
            school,
            roster.enrollments.values().stream()
                .filter(link -> link.studentId().equals(student))
                .map(ClassEnrollment::classId)));
  }

  @Override
  public ClassMembers members(SchoolId school, ClassId id) {
    return in(roster -> {
      if (!isOpen(roster, school, id)) {
        return ClassMembers.NONE;
      }
      Stream<UserId> teachers =
          roster.teachers.values().stream()
              .filter(link -> link.classId().equals(id))
              .map(ClassTeacher::teacherId);
      Stream<UserId> students =
          roster.enrollments.values().stream()
              .filter(link -> link.classId().equals(id))
              .map(ClassEnrollment::studentId);
      return new ClassMembers(
          active(roster, school, teachers, Role.TEACHER),
          active(roster, school, students, Role.STUDENT));
    });
  }

  @Override
  public Set<UserId> admins(SchoolId school) {
    return in(roster -> active(roster, school, roster.users.keySet().stream(), Role.ADMIN));
  }

  @Override
  public Page<User> findUsers(SchoolId school, Query query) {
    return in(roster ->
        RosterFields.USERS.page(
            roster.users.values().stream()
                .map(Credentials::user)
                .filter(user -> user.schoolId().equals(school)),
            query));
  }

  @Override
  public Page<SchoolClass> findClasses(SchoolId school, Query query) {
    return in(roster ->
        RosterFields.CLASSES.page(
            roster.classes.values().stream().filter(one -> one.schoolId().equals(school)), query));
  }

  @Override
  public Page<ClassTeacher> findClassTeachers(SchoolId school, Query query) {
    return in(roster ->
        RosterFields.TEACHERS.page(
            roster.teachers.values().stream().filter(link -> link.schoolId().equals(school)),
            query));
  }

  @Override
  public Page<ClassEnrollment> findClassEnrollments(SchoolId school, Query query) {
    return in(roster ->
        RosterFields.ENROLLMENTS.page(
            roster.enrollments.values().stream().filter(link -> link.schoolId().equals(school)),
            query));
  }

  @Override
  public SchoolRoster everything(SchoolId school) {
    return in(roster ->
        new SchoolRoster(
            roster.users.values().stream()
                .map(Credentials::user)
                .filter(user -> user.schoolId().equals(school))
                .toList(),
            roster.classes.values().stream().filter(one -> one.schoolId().equals(school)).toList(),
            roster.teachers.values().stream()
                .filter(link -> link.schoolId().equals(school))
                .toList(),
            roster.enrollments.values().stream()
                .filter(link -> link.schoolId().equals(school))
                .toList()));
  }

  @Override
  public SchoolRoster everythingOf(SchoolId school, Collection<UserId> people) {
    SchoolRoster all = everything(school);
    return new SchoolRoster(
        all.users().stream().filter(user -> people.contains(user.id())).toList(),
        all.classes(),
        all.teachers().stream().filter(link -> people.contains(link.teacherId())).toList(),
        all.enrollments().stream().filter(link -> people.contains(link.studentId())).toList());
  }

  @Override
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    return view.in(memory -> {
      var changed = new RosterTables(memory.roster());
      for (RosterChange change : changes) {
        Optional<RosterResult> refusal = changed.apply(change);
        if (refusal.isPresent()) {
          return refusal.get();
        }
      }
      memory.replaceRoster(changed);
      events.forEach(event -> InMemoryAuditLog.append(memory, event));
      return new RosterResult.Applied();
    });
  }

  @Override
  public boolean renewsHashes() {
    return true;
  }

  @Override
  public boolean replaceHash(Credentials known, String passwordHash) {
    return in(roster -> {
      Credentials stored = roster.users.get(known.user().id());
      boolean same = stored != null && stored.passwordHash().equals(known.passwordHash());
      if (same) {
        roster.setHash(known.user().id(), passwordHash);
      }
      return same;
    });
  }

  @Override
  public long version() {
    return in(RosterTables::version);
  }

  @Override
  public RosterVersions versions() {
    return in(RosterTables::versions);
  }

  private <T> T in(Function<RosterTables, T> action) {
    return view.in(memory -> action.apply(memory.roster()));
  }

  private static boolean isOpen(RosterTables roster, SchoolId school, ClassId id) {
    return roster.schoolClass(school, id).filter(one -> !one.archived()).isPresent();
  }

  private static Set<ClassId> open(RosterTables roster, SchoolId school, Stream<ClassId> classes) {
    return classes.filter(id -> isOpen(roster, school, id)).collect(Collectors.toSet());
  }

  private static Set<UserId> active(
      RosterTables roster, SchoolId school, Stream<UserId> users, Role role) {
    return users
        .flatMap(id -> roster.user(school, id).stream())
        .filter(user -> user.active() && user.role() == role)
        .map(User::id)
        .collect(Collectors.toSet());
  }
}
