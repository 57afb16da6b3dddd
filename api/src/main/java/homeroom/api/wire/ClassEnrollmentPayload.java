// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.ClassEnrollment;

/** A student's enrolment on the wire. */
@Description("A student's enrolment in a class.")
public record ClassEnrollmentPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    @Id String classId,
    @Id String studentId) {

  public static ClassEnrollmentPayload of(ClassEnrollment enrollment) {
    return new ClassEnrollmentPayload(
        enrollment.id(),
        enrollment.schoolId().value(),
        enrollment.classId().value(),
        enrollment.studentId().value());
  }
}
