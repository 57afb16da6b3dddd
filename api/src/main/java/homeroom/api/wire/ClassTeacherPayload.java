package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.ClassTeacher;

/** A teacher of a class on the wire. */
public record ClassTeacherPayload(
    @JsonProperty("_id") String id, String schoolId, String classId, String teacherId) {

  public static ClassTeacherPayload of(ClassTeacher teacher) {
    return new ClassTeacherPayload(
        teacher.id(),
        teacher.schoolId().value(),
        teacher.classId().value(),
        teacher.teacherId().value());
  }
}
