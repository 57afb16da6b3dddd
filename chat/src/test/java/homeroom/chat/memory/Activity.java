// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When the conversations of each school changed last: no later change has an earlier time. */
final class Activity {

  private final Map<SchoolId, Instant> newest = new HashMap<>();

  Instant next(SchoolId school, Instant at) {
    return newest.merge(
        school, at, (last, wanted) -> wanted.isBefore(last) ? last.plusMillis(1) : wanted);
  }
}
