// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Instant;

/** One school: nothing of it is ever visible to another. */
public record School(SchoolId id, String name, SchoolSettings settings, Instant createdAt) {

  /**
   * @throws IllegalArgumentException if it has the name of all schools
   */
  public School {
    if (id.equals(SchoolId.ALL)) {
      throw new IllegalArgumentException("No school has the name of all.");
    }
  }
}
