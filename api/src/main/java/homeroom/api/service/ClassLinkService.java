package homeroom.api.service;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.Registrar;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.UserId;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * {@code class-teachers} and {@code class-enrollments}: who is in which class. Members of a class
 * read, admins of the school create and remove.
 */
public final class ClassLinkService implements Service {

  /** Puts a user into a class. */
  private interface Linking {
    Record link(Caller caller, ClassId classId, UserId user);
  }

  private final Service reading;
  private final String userField;
  private final Linking create;
  private final BiFunction<Caller, String, Record> remove;

  private ClassLinkService(
      Service reading,
      String userField,
      Linking create,
      BiFunction<Caller, String, Record> remove) {
    this.reading = reading;
    this.userField = userField;
    this.create = create;
    this.remove = remove;
  }

  public static Service teachers(Roster roster, Registrar registrar) {
    return new ClassLinkService(
        RosterService.classTeachers(roster),
        "teacherId",
        (caller, classId, user) ->
            ClassTeacherPayload.of(Rejection.orThrow(registrar.addTeacher(caller, classId, user))),
        (caller, id) ->
            ClassTeacherPayload.of(Rejection.orThrow(registrar.removeTeacher(caller, id))));
  }

  public static Service enrollments(Roster roster, Registrar registrar) {
    return new ClassLinkService(
        RosterService.classEnrollments(roster),
        "studentId",
        (caller, classId, user) ->
            ClassEnrollmentPayload.of(Rejection.orThrow(registrar.enroll(caller, classId, user))),
        (caller, id) ->
            ClassEnrollmentPayload.of(Rejection.orThrow(registrar.unenroll(caller, id))));
  }

  @Override
  public String name() {
    return reading.name();
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    return reading.find(caller, query);
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return reading.get(caller, id, query);
  }

  /** {@code { classId, teacherId }} or {@code { classId, studentId }}. */
  @Override
  public Created create(Caller caller, JsonNode data) {
    Fields.only(data, "classId", userField);
    var classId = new ClassId(Fields.id(data, "classId"));
    var user = new UserId(Fields.id(data, userField));
    return new Created(create.link(caller, classId, user), false);
  }

  @Override
  public Object remove(Caller caller, String id) {
    return remove.apply(caller, id);
  }
}
