package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.SchoolClass;

/** A class on the wire. */
public record ClassPayload(
    @JsonProperty("_id") String id,
    String schoolId,
    String name,
    String code,
    boolean archived,
    String createdAt,
    String updatedAt) {

  public static ClassPayload of(SchoolClass schoolClass) {
    return new ClassPayload(
        schoolClass.id().value(),
        schoolClass.schoolId().value(),
        schoolClass.name(),
        schoolClass.code(),
        schoolClass.archived(),
        WireTime.of(schoolClass.createdAt()),
        WireTime.of(schoolClass.updatedAt()));
  }
}
