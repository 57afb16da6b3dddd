// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.ClassTeacher;

/** A teacher of a class on the wire. */
@Description("A teacher of a class.")
public record ClassTeacherPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    @Id String classId,
    @Id String teacherId) {

  public static ClassTeacherPayload of(ClassTeacher teacher) {
    return new ClassTeacherPayload(
        teacher.id(),
        teacher.schoolId().value(),
        teacher.classId().value(),
        teacher.teacherId().value());
  }
}
