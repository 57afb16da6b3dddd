// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;

/**
 * A class of a school.
 *
 * @param code short and unique in the school by custom, not by rule; for example {@code 7B-MATH}
 * @param archived true once removed: gone for its members, kept for audit
 */
public record SchoolClass(
    ClassId id,
    SchoolId schoolId,
    String name,
    String code,
    boolean archived,
    Instant createdAt,
    Instant updatedAt) {

  /** The same, removed. */
  public SchoolClass asArchived() {
    return new SchoolClass(id, schoolId, name, code, true, createdAt, updatedAt);
  }
}
