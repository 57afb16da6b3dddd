// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.ClassEnrollmentPayload;
import homeroom.api.wire.ClassPayload;
import homeroom.api.wire.ClassTeacherPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Caller;
import homeroom.chat.school.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * {@code classes}, {@code class-teachers} and {@code class-enrollments}: of the classes that the
 * caller is in; for an admin all of the school.
 */
public final class RosterService implements Service {

  private final ServiceDescription description;
  private final RefusalCode notFound;
  private final QueryLanguage queries;
  private final BiFunction<Caller, Query, Page<? extends Record>> find;

  private RosterService(
      String name,
      String about,
      String thing,
      RefusalCode notFound,
      Class<? extends Record> payload,
      List<String> fields,
      BiFunction<Caller, Query, Page<? extends Record>> find) {
    this.notFound = notFound;
    this.queries =
        new QueryLanguage(
            Map.of(
                "_id",
                FieldType.TEXT,
                fields.getFirst(),
                FieldType.TEXT,
                fields.getLast(),
                FieldType.TEXT),
            payload);
    this.description =
        ServiceDescription.of(name, about, payload)
            .find("Those of your classes; for an admin all of the school.", queries)
            .get("One " + thing + ".", queries);
    this.find = find;
  }

  public static Service classes(Roster roster) {
    return new RosterService(
        "classes",
        "The classes of the school.",
        "class",
        RefusalCode.CLASS_NOT_FOUND,
        ClassPayload.class,
        List.of("name", "code"),
        (caller, query) -> roster.findClasses(caller, query).map(ClassPayload::of));
  }

  public static Service classTeachers(Roster roster) {
    return new RosterService(
        "class-teachers",
        "Who teaches which class.",
        "teacher of a class",
        RefusalCode.TEACHER_OF_A_CLASS_NOT_FOUND,
        ClassTeacherPayload.class,
        List.of("classId", "teacherId"),
        (caller, query) -> roster.findClassTeachers(caller, query).map(ClassTeacherPayload::of));
  }

  public static Service classEnrollments(Roster roster) {
    return new RosterService(
        "class-enrollments",
        "Who attends which class.",
        "enrolment",
        RefusalCode.ENROLMENT_NOT_FOUND,
        ClassEnrollmentPayload.class,
        List.of("classId", "studentId"),
        (caller, query) ->
            roster.findClassEnrollments(caller, query).map(ClassEnrollmentPayload::of));
  }

  @Override
  public ServiceDescription description() {
    return description;
  }

  @Override
  public Object find(Caller caller, JsonNode query) {
    QueryLanguage.Parsed parsed = queries.parse(query);
    return Answers.select(find.apply(caller, parsed.query()), parsed.select());
  }

  @Override
  public Object get(Caller caller, String id, JsonNode query) {
    QueryLanguage.Parsed parsed = queries.parse(query);
    return find.apply(caller, Query.where(Filter.equal("_id", id))).data().stream()
        .findFirst()
        .map(payload -> Answers.select(payload, parsed.select()))
        .orElseThrow(() -> Rejection.notFound(notFound, id));
  }
}
