// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.chat.roster.ClassLinkRegistrar;
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
  private final ServiceDescription description;
  private final PayloadReader<? extends NewClassLinkPayload> reader;
  private final Linking create;
  private final BiFunction<Caller, String, Record> remove;

  private ClassLinkService(
      Service reading,
      PayloadReader<? extends NewClassLinkPayload> reader,
      Linking create,
      BiFunction<Caller, String, Record> remove) {
    this.reading = reading;
    this.reader = reader;
    this.description =
        reading
            .description()
            .create("Puts a user into a class; for admins.", reader)
            .remove("Takes a user out of a class; for admins.");
    this.create = create;
    this.remove = remove;
  }

  public static Service teachers(Roster roster, ClassLinkRegistrar registrar) {
    return new ClassLinkService(
        RosterService.classTeachers(roster),
        PayloadReader.of(NewClassLinkPayload.Teacher.class),
        (caller, classId, user) ->
            ClassTeacherPayload.of(Rejection.orThrow(registrar.addTeacher(caller, classId, user))),
        (caller, id) ->
            ClassTeacherPayload.of(Rejection.orThrow(registrar.removeTeacher(caller, id))));
  }

  public static Service enrollments(Roster roster, ClassLinkRegistrar registrar) {
    return new ClassLinkService(
        RosterService.classEnrollments(roster),
        PayloadReader.of(NewClassLinkPayload.Student.class),
        (caller, classId, user) ->
            ClassEnrollmentPayload.of(Rejection.orThrow(registrar.enroll(caller, classId, user))),
        (caller, id) ->
            ClassEnrollmentPayload.of(Rejection.orThrow(registrar.unenroll(caller, id))));
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    return reading.find(caller, query);
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    return reading.get(caller, id, query);
  }

  @Override
  public Created create(Caller caller, JsonNode data) {
    NewClassLinkPayload wish = reader.read(data);
    var classId = new ClassId(wish.classId());
    return new Created(create.link(caller, classId, new UserId(wish.userId())), false);
  }

  @Override
  public Object remove(Caller caller, String id) {
    return remove.apply(caller, id);
  }
}
