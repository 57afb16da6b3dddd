// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterResult.Missing;
import homeroom.chat.roster.RosterResult.Outdated;
import homeroom.chat.roster.RosterResult.Taken;
import homeroom.chat.roster.RosterVersions;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rosters of all schools, by id. */
final class RosterTables {

  final Map<SchoolId, School> schools;
  final Map<UserId, Credentials> users;
  final Map<ClassId, SchoolClass> classes;
  final Map<String, ClassTeacher> teachers;
  final Map<String, ClassEnrollment> enrollments;

  /** Whose address, or user name in a school, it is, by its key. */
  private final Map<SignInName, UserId> bySignInName;

  /**
   * What one can sign in with.
   *
   * @param school of a user name; null of an address
   */
  private record SignInName(@Nullable SchoolId school, String key) {
    static SignInName address(String email) {
      return new SignInName(null, EmailAddress.key(email));
    }

    static SignInName userName(SchoolId school, String username) {
      return new SignInName(school, UserName.key(username));
    }

    /** Those of a person, by their fields on the wire. */
    static Map<String, SignInName> of(User user) {
      var all = new LinkedHashMap<String, SignInName>();
      if (user.email() != null) {
        all.put("email", address(user.email()));
      }
      if (user.username() != null) {
        all.put("username", userName(user.schoolId(), user.username()));
      }
      return all;
    }
  }

  /** Counts the changes but those of passwords. */
  private long version;

  /** The same of each school. */
  private final Map<SchoolId, Long> versions;

  RosterTables() {
    versions = new HashMap<>();
    schools = new TreeMap<>();
    users = new TreeMap<>();
    classes = new TreeMap<>();
    teachers = new TreeMap<>();
    enrollments = new TreeMap<>();
    bySignInName = new HashMap<>();
  }

  /** A copy, to try changes on. */
  RosterTables(RosterTables of) {
    schools = new TreeMap<>(of.schools);
    users = new TreeMap<>(of.users);
    classes = new TreeMap<>(of.classes);
    teachers = new TreeMap<>(of.teachers);
    enrollments = new TreeMap<>(of.enrollments);
    bySignInName = new HashMap<>(of.bySignInName);
    version = of.version;
    versions = new HashMap<>(of.versions);
  }

  long version() {
    return version;
  }

  RosterVersions versions() {
    return new RosterVersions(version, 0, versions);
  }

  /** Something of the school, or what a source calls it, is another. */
  void changed(SchoolId school) {
    version++;
    var _ = versions.merge(school, 1L, Math::addExact);
  }

  Optional<User> user(SchoolId school, UserId id) {
    return Optional.ofNullable(users.get(id))
        .map(Credentials::user)
        .filter(user -> user.schoolId().equals(school));
  }

  Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return Optional.ofNullable(classes.get(id)).filter(one -> one.schoolId().equals(school));
  }

  Optional<Credentials> withEmail(String email) {
    return with(SignInName.address(email));
  }

  Optional<Credentials> withUserName(SchoolId school, String username) {
    return with(SignInName.userName(school, username));
  }

  private Optional<Credentials> with(SignInName name) {
    return Optional.ofNullable(bySignInName.get(name)).map(users::get);
  }

  /** Whether the class was there. */
  boolean delete(ClassId id) {
    Optional.ofNullable(classes.get(id)).ifPresent(one -> changed(one.schoolId()));
    teachers.values().removeIf(link -> link.classId().equals(id));
    enrollments.values().removeIf(link -> link.classId().equals(id));
    return classes.remove(id) != null;
  }

  /** Whether the school was there. */
  boolean delete(SchoolId id) {
    changed(id);
    List.copyOf(classes.values()).stream()
        .filter(one -> one.schoolId().equals(id))
        .forEach(one -> delete(one.id()));
    users.values().removeIf(one -> one.user().schoolId().equals(id));
    return schools.remove(id) != null;
  }

  /** Another hash of the same password; the version stays. */
  void setHash(UserId id, String passwordHash) {
    users.computeIfPresent(id, (user, known) -> new Credentials(known.user(), passwordHash));
  }

  /**
   * Makes the change.
   *
   * @return why not; empty if it is made
   */
  Optional<RosterResult> apply(RosterChange change) {
    Optional<RosterResult> refusal =
        switch (change) {
          case RosterChange.AddSchool(School school) ->
              schools.putIfAbsent(school.id(), school) == null ? made() : taken(change, "_id");
          case RosterChange.UpdateSchool(School school) ->
              schools.replace(school.id(), school) == null ? missing(change) : made();
          case RosterChange.AddUser(User user, String passwordHash) ->
              add(change, user, passwordHash);
          case RosterChange.UpdateUser(User user, User known) -> update(change, user, known);
          case RosterChange.SetPassword(SchoolId school, UserId id, String passwordHash) ->
              setPassword(change, school, id, passwordHash);
          case RosterChange.AddClass(SchoolClass added) -> add(change, added);
          case RosterChange.UpdateClass(SchoolClass updated, SchoolClass known) ->
              update(change, updated, known);
          case RosterChange.AddTeacher(ClassTeacher teacher) -> add(change, teacher);
          case RosterChange.RemoveTeacher(ClassTeacher teacher) ->
              teachers.remove(teacher.id(), teacher) ? made() : missing(change);
          case RosterChange.Enroll(ClassEnrollment enrollment) -> add(change, enrollment);
          case RosterChange.Unenroll(ClassEnrollment enrollment) ->
              enrollments.remove(enrollment.id(), enrollment) ? made() : missing(change);
        };
    if (refusal.isEmpty() && !(change instanceof RosterChange.SetPassword)) {
      changed(change.schoolId());
    }
    return refusal;
  }

  private Optional<RosterResult> add(RosterChange change, User user, String passwordHash) {
    if (!schools.containsKey(user.schoolId())) {
      return missing(change);
    }
    if (users.containsKey(user.id())) {
      return taken(change, "_id");
    }
    Optional<RosterResult> taken = name(change, user);
    if (taken.isPresent()) {
      return taken;
    }
    users.put(user.id(), new Credentials(user, passwordHash));
    return made();
  }

  private Optional<RosterResult> update(RosterChange change, User user, @Nullable User expected) {
    Credentials known = users.get(user.id());
    if (known == null || user(user.schoolId(), user.id()).isEmpty()) {
      return missing(change);
    }
    if (expected != null && !expected.equals(known.user())) {
      return Optional.of(new Outdated(change));
    }
    bySignInName.keySet().removeAll(SignInName.of(known.user()).values());
    Optional<RosterResult> taken = name(change, user);
    if (taken.isPresent()) {
      return taken;
    }
    users.put(user.id(), new Credentials(user, known.passwordHash()));
    return made();
  }

  private Optional<RosterResult> setPassword(
      RosterChange change, SchoolId school, UserId id, String passwordHash) {
    if (user(school, id).isEmpty()) {
      return missing(change);
    }
    setHash(id, passwordHash);
    return made();
  }

  private Optional<RosterResult> add(RosterChange change, SchoolClass added) {
    if (!schools.containsKey(added.schoolId())) {
      return missing(change);
    }
    return classes.putIfAbsent(added.id(), added) == null ? made() : taken(change, "_id");
  }

  private Optional<RosterResult> update(
      RosterChange change, SchoolClass updated, @Nullable SchoolClass expected) {
    Optional<SchoolClass> known = schoolClass(updated.schoolId(), updated.id());
    if (known.isEmpty()) {
      return missing(change);
    }
    if (expected != null && !expected.equals(known.get())) {
      return Optional.of(new Outdated(change));
    }
    classes.put(updated.id(), updated);
    return made();
  }

  private Optional<RosterResult> add(RosterChange change, ClassTeacher added) {
    if (isMissing(added.schoolId(), added.classId(), added.teacherId())) {
      return missing(change);
    }
    boolean teaches =
        teachers.values().stream()
            .anyMatch(one ->
                one.classId().equals(added.classId()) && one.teacherId().equals(added.teacherId()));
    if (teaches && !teachers.containsKey(added.id())) {
      return taken(change, "classId");
    }
    return teachers.putIfAbsent(added.id(), added) == null ? made() : taken(change, "_id");
  }

  private Optional<RosterResult> add(RosterChange change, ClassEnrollment added) {
    if (isMissing(added.schoolId(), added.classId(), added.studentId())) {
      return missing(change);
    }
    boolean attends =
        enrollments.values().stream()
            .anyMatch(one ->
                one.classId().equals(added.classId()) && one.studentId().equals(added.studentId()));
    if (attends && !enrollments.containsKey(added.id())) {
      return taken(change, "classId");
    }
    return enrollments.putIfAbsent(added.id(), added) == null ? made() : taken(change, "_id");
  }

  private boolean isMissing(SchoolId school, ClassId id, UserId user) {
    return schoolClass(school, id).isEmpty() || user(school, user).isEmpty();
  }

  private static Optional<RosterResult> made() {
    return Optional.empty();
  }

  private static Optional<RosterResult> missing(RosterChange change) {
    return Optional.of(new Missing(change));
  }

  private static Optional<RosterResult> taken(RosterChange change, String field) {
    return Optional.of(new Taken(change, field));
  }

  /** Gives the names to the user; of a refused change these tables are thrown away. */
  private Optional<RosterResult> name(RosterChange change, User user) {
    for (var name : SignInName.of(user).entrySet()) {
      if (bySignInName.putIfAbsent(name.getValue(), user.id()) != null) {
        return taken(change, name.getKey());
      }
    }
    return made();
  }
}
