// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Changes a school's roster on behalf of its admins: the one way in for every service that does.
 * When an outcome is there, the change is durable and the running chat has followed it. Safe for
 * many threads; blocks on the store.
 */
public final class Registrar {

  private final Roster roster;
  private final Fanout fanout;
  private final IdSource ids;

  public Registrar(Roster roster, Fanout fanout, IdSource ids) {
    this.roster = roster;
    this.fanout = fanout;
    this.ids = ids;
  }

  /** Has a teacher of the school teach a class of it. */
  public Outcome<ClassTeacher> addTeacher(Caller caller, ClassId classId, UserId teacher) {
    return ifAdmin(
        caller,
        () ->
            refusalFor(caller, classId, teacher, Role.TEACHER)
                .map(Outcome::<ClassTeacher>refused)
                .orElseGet(() -> {
                  var link = new ClassTeacher(ids.next(), caller.schoolId(), classId, teacher);
                  Outcome<ClassTeacher> outcome =
                      change(new RosterChange.AddTeacher(link), "teacher of a class", link);
                  return told(
                      caller, outcome, new RosterEvent.TeacherAdded(link), classId, teacher);
                }));
  }

  /** Has a teacher no longer teach a class. */
  public Outcome<ClassTeacher> removeTeacher(Caller caller, String id) {
    return ifAdmin(
        caller,
        () ->
            roster.findClassTeachers(caller, byId(id)).data().stream()
                .findFirst()
                .map(link ->
                    told(
                        caller,
                        change(new RosterChange.RemoveTeacher(link), "teacher of a class", link),
                        new RosterEvent.TeacherRemoved(link),
                        link.classId(),
                        link.teacherId()))
                .orElseGet(() -> Outcome.refused(Refusal.notFound("teacher of a class", id))));
  }

  /** Has a student of the school attend a class of it. */
  public Outcome<ClassEnrollment> enroll(Caller caller, ClassId classId, UserId student) {
    return ifAdmin(
        caller,
        () ->
            refusalFor(caller, classId, student, Role.STUDENT)
                .map(Outcome::<ClassEnrollment>refused)
                .orElseGet(() -> {
                  var link = new ClassEnrollment(ids.next(), caller.schoolId(), classId, student);
                  Outcome<ClassEnrollment> outcome =
                      change(new RosterChange.Enroll(link), "enrolment", link);
                  return told(caller, outcome, new RosterEvent.Enrolled(link), classId, student);
                }));
  }

  /** Has a student no longer attend a class. */
  public Outcome<ClassEnrollment> unenroll(Caller caller, String id) {
    return ifAdmin(
        caller,
        () ->
            roster.findClassEnrollments(caller, byId(id)).data().stream()
                .findFirst()
                .map(link ->
                    told(
                        caller,
                        change(new RosterChange.Unenroll(link), "enrolment", link),
                        new RosterEvent.Unenrolled(link),
                        link.classId(),
                        link.studentId()))
                .orElseGet(() -> Outcome.refused(Refusal.notFound("enrolment", id))));
  }

  /** Does it if the caller is an admin of the school; 403 else. */
  public <T> Outcome<T> ifAdmin(Caller caller, Supplier<Outcome<T>> action) {
    return caller.role() == Role.ADMIN
        ? action.get()
        : Outcome.refused(
            Refusal.forbidden(
                "admins-only", "Only an admin of the school changes its users and classes."));
  }

  /**
   * Applies a change that was found to be allowed.
   *
   * @param thing what it is about, for the words of a refusal
   * @param value what to answer once it is done
   */
  public <T> Outcome<T> change(RosterChange change, String thing, T value) {
    return switch (roster.apply(List.of(change))) {
      case RosterResult.Applied applied -> Outcome.done(value);
      case RosterResult.Taken(RosterChange taken, String field) ->
          Outcome.refused(
              Refusal.conflict(
                  code(thing) + "-taken",
                  "There is such a " + thing + " already; '" + field + "' is taken."));
      case RosterResult.Missing missing ->
          Outcome.refused(Refusal.notFound(code(thing), "of that id"));
    };
  }

  /** The rule that keeps the user out of the class in that role; empty if none does. */
  private Optional<Refusal> refusalFor(Caller caller, ClassId classId, UserId user, Role role) {
    if (roster.schoolClass(caller, classId).filter(found -> !found.archived()).isEmpty()) {
      return Optional.of(Refusal.notFound("class", classId.value()));
    }
    Optional<User> found = roster.user(caller.schoolId(), user);
    if (found.isEmpty()) {
      return Optional.of(Refusal.notFound("user", user.value()));
    }
    String word = role.name().toLowerCase(Locale.ROOT);
    return found.get().role() == role
        ? Optional.empty()
        : Optional.of(
            Refusal.invalid(
                "not-a-" + word,
                "'" + word + "Id' names a " + word + " of the school.",
                word + "Id",
                "is no " + word));
  }

  private <T> Outcome<T> told(
      Caller caller, Outcome<T> outcome, RosterEvent event, ClassId classId, UserId about) {
    if (outcome instanceof Outcome.Done<T>) {
      tell(caller.schoolId(), event, classId, about);
    }
    return outcome;
  }

  /** Tells of a change of who is in a class. */
  public void tell(SchoolId school, RosterEvent event, ClassId classId, UserId about) {
    fanout.deliver(event, concerned(school, classId, about), null);
  }

  /** The people of the class, who it is about, and the admins: those who can read it. */
  private Collection<UserId> concerned(SchoolId school, ClassId classId, UserId about) {
    Set<UserId> concerned = new HashSet<>(roster.members(school, classId).all());
    concerned.addAll(roster.admins(school));
    concerned.add(about);
    return concerned;
  }

  private static Query byId(String id) {
    return Query.where(Filter.equal("_id", id));
  }

  private static String code(String thing) {
    return thing.replace(' ', '-');
  }
}
