// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** The time of a model, in which clocks may be wrong. */
final class ModelClock {

  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private long millis;

  long millis() {
    return millis;
  }

  void pass(long more) {
    millis += more;
  }

  Clock wrongBy(Duration skew) {
    InstantSource source = () -> START.plusMillis(millis).plus(skew);
    return source.withZone(ZoneOffset.UTC);
  }
}
