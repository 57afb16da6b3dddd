// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Optional;

/** Whose reading is told to nobody now, since these are their quiet hours. */
@FunctionalInterface
public interface QuietReaders {

  /** Until when; empty if it is told at once. Asks what is remembered. */
  Optional<Instant> until(SchoolId school, UserId reader);
}
