// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassMembers;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SchoolRoster;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A picture that has of a roster only those people whom some changes are about, and all classes. Of
 * everybody else it asks the rows, which say the same of them before, while and after the changes
 * are made there. Its size is that of the changes; only who asks for all of the school at once has
 * all of it read, once.
 */
final class ChangedPeople implements RosterPicture {

  private final RosterStore rows;
  private final SchoolId id;
  private final Set<UserId> people;

  /** Of those people alone. */
  private final RosterSnapshot part;

  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable RosterSnapshot whole;

  private ChangedPeople(RosterStore rows, SchoolId id, Set<UserId> people, RosterSnapshot part) {
    this.rows = rows;
    this.id = id;
    this.people = people;
    this.part = part;
  }

  /**
   * The roster with all of the changes; empty if they are about everybody at once: about the school
   * itself, or about a class that begins or ends.
   */
  static Optional<RosterPicture> of(RosterStore rows, SchoolId id, List<RosterChange> changes) {
    var people = new HashSet<UserId>();
    for (RosterChange change : changes) {
      switch (change) {
        case RosterChange.AddSchool _, RosterChange.UpdateSchool _ -> {
          return Optional.empty();
        }
        case RosterChange.AddUser(User user, String _) -> people.add(user.id());
        case RosterChange.UpdateUser(User user, var _) -> people.add(user.id());
        case RosterChange.AddTeacher(ClassTeacher link) -> people.add(link.teacherId());
        case RosterChange.RemoveTeacher(ClassTeacher link) -> people.add(link.teacherId());
        case RosterChange.Enroll(ClassEnrollment link) -> people.add(link.studentId());
        case RosterChange.Unenroll(ClassEnrollment link) -> people.add(link.studentId());
        case RosterChange.SetPassword _, RosterChange.AddClass _, RosterChange.UpdateClass _ -> {}
      }
    }
    var part = new RosterSnapshot(rows.school(id), rows.everythingOf(id, people));
    for (RosterChange change : changes) {
      if (change instanceof RosterChange.UpdateClass(SchoolClass one, var _)
          && part.schoolClass(one.id())
              .filter(was -> was.archived() != one.archived())
              .isPresent()) {
        return Optional.empty();
      }
      part.apply(change);
    }
    return Optional.of(new ChangedPeople(rows, id, Set.copyOf(people), part));
  }

  @Override
  public Optional<School> school() {
    return part.school();
  }

  @Override
  public Optional<User> known(UserId user) {
    return part.user(user);
  }

  @Override
  public Optional<User> withEmail(String email) {
    return part.withEmail(email);
  }

  @Override
  public Optional<User> withUsername(String username) {
    return part.withUsername(username);
  }

  @Override
  public Optional<User> shown(User stored) {
    return people.contains(stored.id()) ? part.user(stored.id()) : Optional.of(stored);
  }

  @Override
  public Optional<User> user(UserId user) {
    return people.contains(user) ? part.user(user) : rows.user(id, user);
  }

  @Override
  public List<User> users(Collection<UserId> ids) {
    var others = new HashSet<>(ids);
    others.removeAll(people);
    var all = new ArrayList<>(part.users(ids));
    all.addAll(rows.users(id, others));
    return List.copyOf(all);
  }

  @Override
  public Optional<SchoolClass> schoolClass(ClassId schoolClass) {
    return part.schoolClass(schoolClass);
  }

  @Override
  public Collection<SchoolClass> classes() {
    return part.classes();
  }

  @Override
  public Set<ClassId> classesTaughtBy(UserId teacher) {
    return people.contains(teacher)
        ? part.classesTaughtBy(teacher)
        : rows.classesTaughtBy(id, teacher);
  }

  @Override
  public Set<ClassId> classesAttendedBy(UserId student) {
    return people.contains(student)
        ? part.classesAttendedBy(student)
        : rows.classesAttendedBy(id, student);
  }

  @Override
  public ClassMembers members(ClassId schoolClass) {
    ClassMembers others = rows.members(id, schoolClass);
    ClassMembers changed = part.members(schoolClass);
    return new ClassMembers(
        with(others.teachers(), changed.teachers()), with(others.students(), changed.students()));
  }

  @Override
  public Set<UserId> admins() {
    return with(rows.admins(id), part.admins());
  }

  /** Of what the rows say those that are not about the people, and what is known of these. */
  private Set<UserId> with(Set<UserId> stored, Set<UserId> changed) {
    var all = new HashSet<>(stored);
    all.removeAll(people);
    all.addAll(changed);
    return Set.copyOf(all);
  }

  @Override
  public Collection<User> users() {
    return whole().users();
  }

  @Override
  public Collection<ClassTeacher> teachers() {
    return whole().teachers();
  }

  @Override
  public Collection<ClassEnrollment> enrollments() {
    return whole().enrollments();
  }

  @Override
  public SchoolRoster roster() {
    return whole().roster();
  }

  @Override
  public SchoolRoster rosterOf(Set<UserId> some) {
    var others = new HashSet<>(some);
    others.removeAll(people);
    SchoolRoster stored = rows.everythingOf(id, others);
    SchoolRoster changed = part.rosterOf(some);
    return new SchoolRoster(
        both(stored.users(), changed.users()),
        changed.classes(),
        both(stored.teachers(), changed.teachers()),
        both(stored.enrollments(), changed.enrollments()));
  }

  private static <T> List<T> both(List<T> some, List<T> others) {
    var all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private RosterSnapshot whole() {
    RosterSnapshot known = whole;
    if (known != null) {
      return known;
    }
    reading.lock();
    try {
      RosterSnapshot since = whole;
      if (since != null) {
        return since;
      }
      RosterSnapshot read = new RosterSnapshot(school(), withPart(rows.everything(id)));
      whole = read;
      return read;
    } finally {
      reading.unlock();
    }
  }

  private SchoolRoster withPart(SchoolRoster stored) {
    SchoolRoster changed = part.roster();
    return new SchoolRoster(
        both(
            stored.users().stream().filter(user -> !people.contains(user.id())).toList(),
            changed.users()),
        changed.classes(),
        both(
            stored.teachers().stream().filter(link -> !people.contains(link.teacherId())).toList(),
            changed.teachers()),
        both(
            stored.enrollments().stream()
                .filter(link -> !people.contains(link.studentId()))
                .toList(),
            changed.enrollments()));
  }
}
