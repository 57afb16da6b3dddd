// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditEvent;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Locale;

/**
 * Puts teachers and students into the classes of a school and takes them out, on behalf of its
 * admins. When an outcome is there, the change is durable and the running chat has followed it.
 * Safe for many threads; blocks on the store.
 */
public final class ClassLinkRegistrar {

  private final Roster roster;
  private final RosterWriter writer;
  private final RosterNotifier notifier;
  private final Audit audit;
  private final IdSource ids;

  public ClassLinkRegistrar(
      Roster roster, RosterWriter writer, RosterNotifier notifier, Audit audit, IdSource ids) {
    this.roster = roster;
    this.writer = writer;
    this.notifier = notifier;
    this.audit = audit;
    this.ids = ids;
  }

  /** Has a teacher of the school teach a class of it. */
  public Outcome<ClassTeacher> addTeacher(Caller caller, ClassId classId, UserId teacher) {
    return mayLink(caller, classId, teacher, Role.TEACHER)
        .map(allowed -> new ClassTeacher(ids.next(), caller.schoolId(), classId, teacher))
        .flatMap(link ->
            apply(
                new RosterChange.AddTeacher(link),
                event(caller, AuditAction.TEACHER_ADDED, link),
                RosterThing.TEACHER,
                link))
        .ifDone(link -> tell(new RosterEvent.TeacherAdded(link), link));
  }

  /** Has a teacher no longer teach a class. */
  public Outcome<ClassTeacher> removeTeacher(Caller caller, String id) {
    return RosterPolicy.change(caller)
        .andThen(
            () -> first(roster.findClassTeachers(caller, byId(id)).data(), RosterThing.TEACHER, id))
        .flatMap(link ->
            apply(
                new RosterChange.RemoveTeacher(link),
                event(caller, AuditAction.TEACHER_REMOVED, link),
                RosterThing.TEACHER,
                link))
        .ifDone(link -> tell(new RosterEvent.TeacherRemoved(link), link));
  }

  /** Has a student of the school attend a class of it. */
  public Outcome<ClassEnrollment> enroll(Caller caller, ClassId classId, UserId student) {
    return mayLink(caller, classId, student, Role.STUDENT)
        .map(allowed -> new ClassEnrollment(ids.next(), caller.schoolId(), classId, student))
        .flatMap(link ->
            apply(
                new RosterChange.Enroll(link),
                event(caller, AuditAction.ENROLLED, link),
                RosterThing.ENROLMENT,
                link))
        .ifDone(link -> tell(new RosterEvent.Enrolled(link), link));
  }

  /** Has a student no longer attend a class. */
  public Outcome<ClassEnrollment> unenroll(Caller caller, String id) {
    return RosterPolicy.change(caller)
        .andThen(() ->
            first(roster.findClassEnrollments(caller, byId(id)).data(), RosterThing.ENROLMENT, id))
        .flatMap(link ->
            apply(
                new RosterChange.Unenroll(link),
                event(caller, AuditAction.UNENROLLED, link),
                RosterThing.ENROLMENT,
                link))
        .ifDone(link -> tell(new RosterEvent.Unenrolled(link), link));
  }

  /** Whether the caller may put the user into the class in that role. */
  private Outcome<Outcome.Nothing> mayLink(Caller caller, ClassId classId, UserId user, Role role) {
    String word = role.name().toLowerCase(Locale.ROOT);
    return RosterPolicy.change(caller)
        .andThen(() ->
            Outcome.found(
                roster.schoolClass(caller, classId).filter(found -> !found.archived()),
                () -> Refusal.notFound(RefusalCode.CLASS_NOT_FOUND, classId.value())))
        .andThen(() ->
            Outcome.found(
                roster.user(caller.schoolId(), user),
                () -> Refusal.notFound(RefusalCode.USER_NOT_FOUND, user.value())))
        .flatMap(found ->
            Outcome.check(
                found.role() == role,
                () ->
                    Refusal.of(
                        role == Role.TEACHER
                            ? RefusalCode.NOT_A_TEACHER
                            : RefusalCode.NOT_A_STUDENT,
                        "'" + word + "Id' names a " + word + " of the school.",
                        word + "Id",
                        "is no " + word)));
  }

  private <T> Outcome<T> apply(RosterChange change, AuditEvent event, RosterThing thing, T link) {
    return writer.apply(List.of(change), List.of(event)).outcome(thing, link);
  }

  private AuditEvent event(Caller caller, AuditAction action, ClassTeacher link) {
    return audit.event(caller, action, link.teacherId().value(), inClass(link.classId()));
  }

  private AuditEvent event(Caller caller, AuditAction action, ClassEnrollment link) {
    return audit.event(caller, action, link.studentId().value(), inClass(link.classId()));
  }

  private static String inClass(ClassId id) {
    return "class " + id;
  }

  private void tell(RosterEvent event, ClassTeacher link) {
    notifier.link(event, link.schoolId(), link.classId(), link.teacherId());
  }

  private void tell(RosterEvent event, ClassEnrollment link) {
    notifier.link(event, link.schoolId(), link.classId(), link.studentId());
  }

  private static <T> Outcome<T> first(List<T> found, RosterThing thing, String id) {
    return Outcome.found(found.stream().findFirst(), () -> thing.notFound(id));
  }

  private static Query byId(String id) {
    return Query.where(Filter.equal("_id", id));
  }
}
