// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.roster.SchoolClass;

/** A class on the wire. */
@Description("A class.")
public record ClassPayload(
    @Id @JsonProperty("_id") String id,
    @Id String schoolId,
    String name,
    @Description("The short name of the school for it.") String code,
    boolean archived,
    @Time String createdAt,
    @Time String updatedAt) {

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
