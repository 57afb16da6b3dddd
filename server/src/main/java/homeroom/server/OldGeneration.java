// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The old generation of the serial collector, which that collects only once the heap may grow no
 * more: on a machine with much memory it would fill all that with garbage. It is collected here as
 * soon as it has grown by half, as others do by themselves, but in no more than a thirtieth of the
 * time: where everything takes long, or somebody makes garbage on purpose, people wait for that.
 * While something large is in use that is garbage soon, it waits for that: a collection before
 * would take the longest and free the least. Other collectors have none by its name.
 *
 * <p>For one thread.
 */
final class OldGeneration {

  /** In the words of the JVM. */
  private static final String SERIAL = "Tenured Gen";

  /** Growth that is worth a collection, in bytes. */
  private static final long GROWTH = 8L << 20;

  /** Beyond it, in bytes, a collection takes longer than people do not notice: the JVM decides. */
  private static final long LARGE = 256L << 20;

  /** A collection is followed by so many times as long without one. */
  private static final int REST = 30;

  private final LongSupplier nanoTime;
  private final BooleanSupplier inUse;
  private final Optional<MemoryPoolMXBean> pool;
  private long restsUntil;

  /**
   * @param inUse whether something large is, which will be garbage
   */
  OldGeneration(LongSupplier nanoTime, BooleanSupplier inUse) {
    this.nanoTime = nanoTime;
    this.inUse = inUse;
    this.restsUntil = nanoTime.getAsLong();
    this.pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(one -> one.getName().equals(SERIAL))
            .findAny();
  }

  /** Collects it if that is due; to be asked every few seconds. */
  @SuppressWarnings("SystemGc") // nothing else shrinks it
  void look() {
    pool.ifPresent(one -> look(() -> isDue(one.getUsage(), one.getCollectionUsage()), System::gc));
  }

  void look(BooleanSupplier isDue, Runnable collection) {
    long began = nanoTime.getAsLong();
    if (began - restsUntil >= 0 && !inUse.getAsBoolean() && isDue.getAsBoolean()) {
      collection.run();
      long ended = nanoTime.getAsLong();
      restsUntil = ended + REST * (ended - began);
    }
  }

  /**
   * Whether it has grown by so much.
   *
   * @param collected what it had after its last collection
   */
  static boolean isDue(MemoryUsage now, MemoryUsage collected) {
    long kept = collected.getUsed();
    return now.getUsed() < LARGE && now.getUsed() - kept > Math.max(GROWTH, kept / 2);
  }
}
