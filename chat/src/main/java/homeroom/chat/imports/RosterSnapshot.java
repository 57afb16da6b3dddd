// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.UserId;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.UserName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The roster of one school, or what it says of some people, in memory. It is made by one thread,
 * which may change it until it shows it to others.
 */
final class RosterSnapshot implements RosterPicture {

  private final Map<UserId, User> users = new HashMap<>();
  private final Map<String, UserId> byEmail = new HashMap<>();
  private final Map<String, UserId> byUsername = new HashMap<>();
  private final Map<ClassId, SchoolClass> classes = new HashMap<>();
  private final Map<String, ClassTeacher> teachers = new HashMap<>();
  private final Map<String, ClassEnrollment> enrollments = new HashMap<>();
  private final Map<ClassId, Set<UserId>> teachersOf = new HashMap<>();
  private final Map<ClassId, Set<UserId>> studentsOf = new HashMap<>();
  private final Map<UserId, Set<ClassId>> taughtBy = new HashMap<>();
  private final Map<UserId, Set<ClassId>> attendedBy = new HashMap<>();
  private @Nullable School school;

  RosterSnapshot(Optional<School> school, SchoolRoster stored) {
    this.school = school.orElse(null);
    stored.users().forEach(this::put);
    stored.classes().forEach(one -> classes.put(one.id(), one));
    stored.teachers().forEach(this::add);
    stored.enrollments().forEach(this::add);
  }

  /**
   * Follows the change as far as it can be: what is there already, or what it needs is not, changes
   * nothing.
   */
  void apply(RosterChange change) {
    switch (change) {
      case RosterChange.AddSchool(School added) -> {
        if (school == null) {
          school = added;
        }
      }
      case RosterChange.UpdateSchool(School updated) -> school = updated;
      case RosterChange.AddUser(User user, String _) -> {
        if (!users.containsKey(user.id())) {
          put(user);
        }
      }
      case RosterChange.UpdateUser(User user, _) -> {
        if (users.containsKey(user.id())) {
          put(user);
        }
      }
      case RosterChange.SetPassword _ -> {}
      case RosterChange.AddClass(SchoolClass added) -> classes.putIfAbsent(added.id(), added);
      case RosterChange.UpdateClass(SchoolClass updated, _) ->
          classes.computeIfPresent(updated.id(), (_, _) -> updated);
      case RosterChange.AddTeacher(ClassTeacher link) -> {
        if (classes.containsKey(link.classId()) && users.containsKey(link.teacherId())) {
          add(link);
        }
      }
      case RosterChange.RemoveTeacher(ClassTeacher link) -> {
        if (teachers.remove(link.id()) != null) {
          unlink(teachersOf, link.classId(), link.teacherId());
          unlink(taughtBy, link.teacherId(), link.classId());
        }
      }
      case RosterChange.Enroll(ClassEnrollment link) -> {
        if (classes.containsKey(link.classId()) && users.containsKey(link.studentId())) {
          add(link);
        }
      }
      case RosterChange.Unenroll(ClassEnrollment link) -> {
        if (enrollments.remove(link.id()) != null) {
          unlink(studentsOf, link.classId(), link.studentId());
          unlink(attendedBy, link.studentId(), link.classId());
        }
      }
    }
  }

  private void put(User user) {
    User before = users.put(user.id(), user);
    if (before != null) {
      ifThere(before.email(), email -> byEmail.remove(EmailAddress.key(email), user.id()));
      ifThere(before.username(), name -> byUsername.remove(UserName.key(name), user.id()));
    }
    ifThere(user.email(), email -> byEmail.put(EmailAddress.key(email), user.id()));
    ifThere(user.username(), name -> byUsername.put(UserName.key(name), user.id()));
  }

  private static void ifThere(@Nullable String text, Consumer<String> then) {
    if (text != null) {
      then.accept(text);
    }
  }

  private void add(ClassTeacher read) {
    var link =
        new ClassTeacher(read.id(), read.schoolId(), kept(read.classId()), kept(read.teacherId()));
    if (link(teachersOf, link.classId(), link.teacherId())) {
      link(taughtBy, link.teacherId(), link.classId());
      teachers.put(link.id(), link);
    }
  }

  private void add(ClassEnrollment read) {
    var link =
        new ClassEnrollment(
            read.id(), read.schoolId(), kept(read.classId()), kept(read.studentId()));
    if (link(studentsOf, link.classId(), link.studentId())) {
      link(attendedBy, link.studentId(), link.classId());
      enrollments.put(link.id(), link);
    }
  }

  /** The id that is kept already: each is read anew with every link, of which there are many. */
  private ClassId kept(ClassId id) {
    SchoolClass one = classes.get(id);
    return one == null ? id : one.id();
  }

  private UserId kept(UserId id) {
    User user = users.get(id);
    return user == null ? id : user.id();
  }

  private static <K, V> boolean link(Map<K, Set<V>> links, K from, V to) {
    return links.computeIfAbsent(from, _ -> new HashSet<>()).add(to);
  }

  private static <K, V> void unlink(Map<K, Set<V>> links, K from, V to) {
    links.getOrDefault(from, new HashSet<>()).remove(to);
  }

  @Override
  public Optional<School> school() {
    return Optional.ofNullable(school);
  }

  @Override
  public Optional<User> user(UserId id) {
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public Optional<User> known(UserId id) {
    return user(id);
  }

  @Override
  public Optional<User> shown(User stored) {
    return user(stored.id());
  }

  @Override
  public Optional<User> withEmail(String email) {
    return Optional.ofNullable(byEmail.get(EmailAddress.key(email))).flatMap(this::user);
  }

  @Override
  public Optional<User> withUsername(String username) {
    return Optional.ofNullable(byUsername.get(UserName.key(username))).flatMap(this::user);
  }

  @Override
  public Collection<User> users() {
    return users.values();
  }

  @Override
  public List<User> users(Collection<UserId> ids) {
    return ids.stream().distinct().flatMap(id -> user(id).stream()).toList();
  }

  @Override
  public Optional<SchoolClass> schoolClass(ClassId id) {
    return Optional.ofNullable(classes.get(id));
  }

  @Override
  public Collection<SchoolClass> classes() {
    return classes.values();
  }

  @Override
  public Collection<ClassTeacher> teachers() {
    return teachers.values();
  }

  @Override
  public Collection<ClassEnrollment> enrollments() {
    return enrollments.values();
  }

  @Override
  public Set<ClassId> classesTaughtBy(UserId teacher) {
    return open(taughtBy.getOrDefault(teacher, Set.of()));
  }

  @Override
  public Set<ClassId> classesAttendedBy(UserId student) {
    return open(attendedBy.getOrDefault(student, Set.of()));
  }

  private Set<ClassId> open(Set<ClassId> all) {
    return all.stream().filter(this::isOpen).collect(Collectors.toUnmodifiableSet());
  }

  private boolean isOpen(ClassId id) {
    return schoolClass(id).filter(one -> !one.archived()).isPresent();
  }

  @Override
  public ClassMembers members(ClassId id) {
    return isOpen(id)
        ? new ClassMembers(
            active(teachersOf.getOrDefault(id, Set.of()), Role.TEACHER),
            active(studentsOf.getOrDefault(id, Set.of()), Role.STUDENT))
        : ClassMembers.NONE;
  }

  @Override
  public Set<UserId> admins() {
    return active(users.keySet(), Role.ADMIN);
  }

  private Set<UserId> active(Set<UserId> ids, Role role) {
    Predicate<User> takesPart = user -> user.active() && user.role() == role;
    return ids.stream()
        .filter(id -> user(id).filter(takesPart).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public SchoolRoster roster() {
    return new SchoolRoster(
        List.copyOf(users.values()),
        List.copyOf(classes.values()),
        List.copyOf(teachers.values()),
        List.copyOf(enrollments.values()));
  }

  @Override
  public SchoolRoster rosterOf(Set<UserId> people) {
    return new SchoolRoster(
        users(people),
        List.copyOf(classes.values()),
        teachers.values().stream().filter(link -> people.contains(link.teacherId())).toList(),
        enrollments.values().stream().filter(link -> people.contains(link.studentId())).toList());
  }
}
