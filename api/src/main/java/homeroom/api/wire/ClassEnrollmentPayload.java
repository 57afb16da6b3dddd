package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.ClassEnrollment;

/** A student's enrolment on the wire. */
public record ClassEnrollmentPayload(
    @JsonProperty("_id") String id, String schoolId, String classId, String studentId) {

  public static ClassEnrollmentPayload of(ClassEnrollment enrollment) {
    return new ClassEnrollmentPayload(
        enrollment.id(),
        enrollment.schoolId().value(),
        enrollment.classId().value(),
        enrollment.studentId().value());
  }
}
