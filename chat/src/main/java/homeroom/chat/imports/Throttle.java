// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets one through, and the next when some time has passed. For one thread. */
final class Throttle {

  private final Duration least;
  private final Clock clock;
  private Instant last = Instant.EPOCH;

  Throttle(Duration least, Clock clock) {
    this.least = least;
    this.clock = clock;
  }

  /**
   * @param anyway whether it is let through in any case
   */
  boolean isDue(boolean anyway) {
    Instant now = clock.instant();
    if (!anyway && last.plus(least).isAfter(now) && !now.isBefore(last)) {
      return false;
    }
    last = now;
    return true;
  }
}
