// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How an import leaves the store to people. While anybody else writes, which is so until a second
 * after their last write, it waits after each of its own for four times as long as that took, up to
 * 20 ms; while nobody does it does not wait. An import of many writes has for each no more than its
 * part of the time that is given for all pauses, but never less than the write took (up to 20 ms):
 * others then have half of the time. A pause begins with {@link RosterImportStore#settle}, which
 * counts to it. For one thread, which it blocks.
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
   * The pace of an import on the system's clock.
   *
   * @param writes about how many times {@link #leaveRoom} will be called; 0 counts as 1
   * @param most about how long all pauses together are to be at most, in nanoseconds
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
   * Waits after a write, if anybody else writes.
   *
   * @param took how long the write did, with all that the import did for it, in nanoseconds
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
