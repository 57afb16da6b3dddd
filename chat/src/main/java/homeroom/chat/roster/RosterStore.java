// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Where the roster is kept. Every call blocks, is safe for many threads, and names the school,
 * except those that find out which school somebody belongs to. What is asked for and not there, or
 * is another school's, is empty.
 *
 * <p>Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface RosterStore {

  /** The user with that id, in whatever school: for checking a token. */
  Optional<User> userById(UserId id);

  /**
   * Who signs in with that address, however it is {@linkplain homeroom.chat.text.EmailAddress#key
   * written}, in whatever school.
   */
  Optional<Credentials> credentials(String email);

  /**
   * Who signs in at that school with that user name, however it is {@linkplain
   * homeroom.chat.text.UserName#key written}.
   */
  Optional<Credentials> credentials(SchoolId school, String username);

  /** The user with that id, in whatever school, and the password. */
  Optional<Credentials> credentials(UserId id);

  List<School> schools();

  Optional<School> school(SchoolId id);

  Optional<User> user(SchoolId school, UserId id);

  /** Those of {@code ids} (at most 10 000) that the school has, in no order. */
  List<User> users(SchoolId school, Collection<UserId> ids);

  Optional<SchoolClass> schoolClass(SchoolId school, ClassId id);

  /** All classes of the school, archived ones too, by id. */
  List<SchoolClass> classes(SchoolId school);

  /** Everybody of the school, active or not, in no order. */
  List<User> people(SchoolId school);

  /** The classes, not archived, that the teacher teaches. */
  Set<ClassId> classesTaughtBy(SchoolId school, UserId teacher);

  /** The classes, not archived, that the student attends. */
  Set<ClassId> classesAttendedBy(SchoolId school, UserId student);

  /**
   * The active users who teach the class and are teachers, and who attend it and are students;
   * nobody if it is archived or not there.
   */
  ClassMembers members(SchoolId school, ClassId id);

  /** The active users of the school that have the role {@code admin}. */
  Set<UserId> admins(SchoolId school);

  /**
   * Fields: {@code _id role name email active createdAt updatedAt}. Names are asked for in their
   * canonical form and put in order by their keys, addresses by theirs.
   */
  Page<User> findUsers(SchoolId school, Query query);

  /** Fields: {@code _id name code archived createdAt updatedAt}; names as those of users. */
  Page<SchoolClass> findClasses(SchoolId school, Query query);

  /** Fields: {@code _id classId teacherId}. */
  Page<ClassTeacher> findClassTeachers(SchoolId school, Query query);

  /** Fields: {@code _id classId studentId}. */
  Page<ClassEnrollment> findClassEnrollments(SchoolId school, Query query);

  /** All that it says of the school, in as few reads as can be. */
  SchoolRoster everything(SchoolId school);

  /**
   * What it says of those of {@code people} (at most 10 000) that the school has, their places in
   * classes among it, and all classes.
   */
  SchoolRoster everythingOf(SchoolId school, Collection<UserId> people);

  /** Applies all changes in order, or none. Durable when it returns {@code Applied}. */
  default RosterResult apply(List<RosterChange> changes) {
    return apply(changes, List.of());
  }

  /**
   * Applies all changes in order, or none, that are kept elsewhere and made again if need be: they
   * are durable at the latest when something is that is stored after them.
   */
  default RosterResult bringIn(List<RosterChange> changes) {
    return apply(changes);
  }

  /**
   * As {@link #apply(List)}, and puts the events at the ends of their chains: with the changes, or,
   * where a store has no transactions, right after them, or once {@link
   * homeroom.chat.audit.AuditLog#settle} finds that something kept it from that.
   */
  RosterResult apply(List<RosterChange> changes, List<AuditEvent> events);

  /**
   * Makes a change of the school between two whole versions of its roster: once the one that is
   * being brought into the rows is there, if this process does that, and before another one is.
   * Whoever has little time from what they say before a change to the change itself says it within
   * this.
   */
  default <T> T betweenVersions(SchoolId school, Supplier<T> change) {
    return change.get();
  }

  /** Whether hashes may be renewed: another application may not understand those of today. */
  boolean renewsHashes();

  /**
   * Stores another hash of the same password, unless the password was changed meanwhile, or hashes
   * are not renewed.
   *
   * @param known the hash that {@link #credentials} gave
   * @return whether it was stored
   */
  boolean replaceHash(Credentials known, String passwordHash);

  /**
   * A number that is different after any change of any roster but a password, whichever process
   * made it. Cheap enough to be asked every second.
   */
  long version();

  /**
   * The same, and of each school one that is different after any change of its roster: to be asked
   * when the number for all is another.
   */
  default RosterVersions versions() {
    return RosterVersions.ofAll(version());
  }
}
