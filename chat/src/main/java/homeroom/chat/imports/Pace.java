// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How an import leaves the store to people: after each of its writes it waits, in proportion to
 * what that took, as long as anybody else writes; while nobody does it waits for nothing. All its
 * pauses together are no longer than is given, unless that is less than what its writes take: half
 * of the time is left to others then, as long as no write takes longer than the longest pause. For
 * one thread.
 */
final class Pace {

  /** Whoever has not written for so long does not write. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many times as long as its writes take an import waits, where that may be. */
  private static final int SHARE = 4;

  /** The longest pause: what takes longer than a write of its size is no reason for one. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LongSupplier writesOfOthers;
  private final Runnable settling;
  private final LongSupplier nanoTime;
  private final LongConsumer waiting;
  private final long most;
  private long others;
  private long heard;

  /**
   * A pace for so many writes.
   *
   * @param most about how long all pauses together are at most, in nanoseconds
   */
  static Pace of(RosterImportStore store, int writes, long most) {
    return new Pace(
        store::writesOfOthers,
        store::settle,
        writes,
        most,
        System::nanoTime,
        LockSupport::parkNanos);
  }

  Pace(
      LongSupplier writesOfOthers,
      Runnable settling,
      int writes,
      long most,
      LongSupplier nanoTime,
      LongConsumer waiting) {
    this.writesOfOthers = writesOfOthers;
    this.settling = settling;
    this.nanoTime = nanoTime;
    this.waiting = waiting;
    this.most = most / Math.max(1, writes);
    this.others = writesOfOthers.getAsLong();
    this.heard = nanoTime.getAsLong() - QUIET_NANOS;
  }

  /**
   * Waits after a write.
   *
   * @param took in nanoseconds
   */
  void leaveRoom(long took) {
    long began = nanoTime.getAsLong();
    long now = writesOfOthers.getAsLong();
    if (now != others) {
      others = now;
      heard = began;
    }
    if (began - heard < QUIET_NANOS) {
      settling.run();
      long left = pause(took) - (nanoTime.getAsLong() - began);
      if (left > 0) {
        waiting.accept(left);
      }
    }
  }

  private long pause(long took) {
    return Math.min(LONGEST_NANOS, Math.min(SHARE * took, Math.max(took, most)));
  }
}
