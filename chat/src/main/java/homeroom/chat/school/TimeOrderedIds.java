// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Ids of 24 lower-case hex digits that sort by the second they were made in, in the layout of
 * MongoDB's ObjectId: 4 bytes of seconds, 5 random bytes of this process, a 3-byte counter.
 */
public final class TimeOrderedIds implements IdSource {

  private static final int COUNTER_MASK = 0xff_ffff;
  private static final long PROCESS_MASK = 0xff_ffff_ffffL;

  private final Clock clock;
  private final String process;
  private final AtomicInteger counter;

  public TimeOrderedIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.process = HexFormat.of().toHexDigits(random.nextLong() & PROCESS_MASK, 10);
    this.counter = new AtomicInteger(random.nextInt());
  }

  @Override
  public String next() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(clock.millis() / 1000, 8)
        + process
        + hex.toHexDigits(counter.getAndIncrement() & COUNTER_MASK, 6);
  }
}
