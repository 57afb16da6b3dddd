// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * What the school's roster says, remembered between changes. Every answer is as new as the last
 * {@link #refresh()} or change through {@link #apply}: whoever polls {@code refresh} decides how
 * soon the changes of other processes are seen. Safe for many threads; blocks on the store for what
 * it does not remember.
 */
public final class Roster {

  private final RosterStore store;
  private final AtomicReference<RosterMemory> memory;

  public Roster(RosterStore store) {
    this.store = store;
    this.memory = new AtomicReference<>(new RosterMemory(store.versions()));
  }

  /** The user with that id in whatever school: for the holder of a token. */
  public Optional<User> userById(UserId id) {
    return memory().userById(id, () -> store.userById(id));
  }

  public Optional<User> user(SchoolId school, UserId id) {
    return userById(id).filter(user -> user.schoolId().equals(school));
  }

  public Optional<School> school(SchoolId id) {
    return memory().of(id).school(() -> store.school(id));
  }

  /** The classes, not archived, of a student or teacher; an admin is in none. */
  public Set<ClassId> classesOf(SchoolId school, UserId user, Role role) {
    return switch (role) {
      case STUDENT ->
          memory().of(school).classes(user, () -> store.classesAttendedBy(school, user));
      case TEACHER -> memory().of(school).classes(user, () -> store.classesTaughtBy(school, user));
      case ADMIN -> Set.of();
    };
  }

  public Set<ClassId> classesOf(Caller caller) {
    return classesOf(caller.schoolId(), caller.userId(), caller.role());
  }

  /** The active teachers and students of the class. */
  public ClassMembers members(SchoolId school, ClassId id) {
    return memory().of(school).members(id, () -> store.members(school, id));
  }

  public Set<UserId> admins(SchoolId school) {
    return memory().of(school).admins(() -> store.admins(school));
  }

  /** Everyone of the classes that the caller is in, the caller among them. */
  public Set<UserId> classmatesAndTeachers(Caller caller) {
    var people = new HashSet<UserId>();
    for (ClassId id : classesOf(caller)) {
      ClassMembers members = members(caller.schoolId(), id);
      people.addAll(members.students());
      people.addAll(members.teachers());
    }
    return people;
  }

  /** The users of the school that meet the query; anybody's right to see them aside. */
  public Page<User> findUsers(SchoolId school, Query query) {
    return store.findUsers(school, query);
  }

  /** The classes of the caller; for an admin all of the school. */
  public Page<SchoolClass> findClasses(Caller caller, Query query) {
    return store.findClasses(caller.schoolId(), ofOwnClasses(caller, "_id", query));
  }

  public Optional<SchoolClass> schoolClass(Caller caller, ClassId id) {
    return caller.role() == Role.ADMIN || classesOf(caller).contains(id)
        ? store.schoolClass(caller.schoolId(), id)
        : Optional.empty();
  }

  /** The class, whoever asks. */
  public Optional<SchoolClass> schoolClass(SchoolId school, ClassId id) {
    return store.schoolClass(school, id);
  }

  public List<School> schools() {
    return store.schools();
  }

  /** All classes of the school, archived ones too, by id. */
  public List<SchoolClass> classes(SchoolId school) {
    return store.classes(school);
  }

  /** Everybody of the school, active or not, as stored now. */
  public List<User> people(SchoolId school) {
    return store.people(school);
  }

  /** Those of {@code ids} that the school has, as stored now. */
  public List<User> users(SchoolId school, Collection<UserId> ids) {
    return store.users(school, ids);
  }

  /** Whether the user has a password, as stored now. */
  public boolean hasPassword(User user) {
    return store.credentials(user.id()).filter(Credentials::hasPassword).isPresent();
  }

  /** Who teaches the caller's classes; for an admin all of the school. */
  public Page<ClassTeacher> findClassTeachers(Caller caller, Query query) {
    return store.findClassTeachers(caller.schoolId(), ofOwnClasses(caller, "classId", query));
  }

  /** Who attends the caller's classes; for an admin all of the school. */
  public Page<ClassEnrollment> findClassEnrollments(Caller caller, Query query) {
    return store.findClassEnrollments(caller.schoolId(), ofOwnClasses(caller, "classId", query));
  }

  /** Applies the changes, of which nothing is written down. */
  public RosterResult apply(List<RosterChange> changes) {
    return apply(changes, List.of());
  }

  /**
   * Applies the changes, all or none, and writes the events down; the answers of this roster follow
   * before it returns. If it throws, they may be applied all the same, and are then followed as far
   * as the store answers. A {@link RosterWriter} has the running chat follow too.
   */
  public RosterResult apply(List<RosterChange> changes, List<AuditEvent> events) {
    RosterResult result;
    try {
      result = store.apply(changes, events);
    } catch (RuntimeException e) {
      forgetIfOld(e);
      throw e;
    }
    forgetIfOld();
    return result;
  }

  private void forgetIfOld(RuntimeException failure) {
    try {
      forgetIfOld();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Forgets what is remembered of a school if another process changed its roster since.
   *
   * @return whether there was a change of any
   */
  public boolean refresh() {
    return forgetIfOld();
  }

  private boolean forgetIfOld() {
    boolean old = false;
    while (true) {
      RosterMemory known = memory();
      if (known.versions().all() == store.version()) {
        return old;
      }
      old |= replaced(known, store.versions());
    }
  }

  /** Whether nobody else did meanwhile. */
  private synchronized boolean replaced(RosterMemory known, RosterVersions later) {
    return memory.get().equals(known) && memory.compareAndSet(known, known.at(later));
  }

  /** Those that this roster has noticed. */
  public RosterVersions versions() {
    return memory().versions();
  }

  /** Differs after each change of the school's roster that this one has noticed. */
  public long version(SchoolId school) {
    return versions().of(school);
  }

  private RosterMemory memory() {
    RosterMemory known = memory.get();
    if (known.isFull()) {
      memory.compareAndSet(known, new RosterMemory(known.versions()));
    }
    return memory.get();
  }

  private Query ofOwnClasses(Caller caller, String field, Query query) {
    if (caller.role() == Role.ADMIN) {
      return query;
    }
    Stream<String> own = classesOf(caller).stream().map(ClassId::value);
    return query.narrowedTo(Filter.in(field, own.toList()));
  }
}
