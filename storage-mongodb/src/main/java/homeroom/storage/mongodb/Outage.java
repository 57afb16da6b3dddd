// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Whether the server is away. While it is, one call at a time tries it and all others are refused
 * at once: otherwise each would wait the whole time for the same bad news, and those behind it in
 * one user's mailbox many times that. A call that got no answer says nothing while others get
 * theirs: it was slow, or its connection broke. Safe for many threads.
 */
final class Outage {

  /** A server that answered somebody so recently is there. */
  private static final Duration RECENTLY = Duration.ofMillis(500);

  private final LongSupplier nanos;
  private final AtomicBoolean tried = new AtomicBoolean();
  private volatile long lastAnswer;
  private volatile boolean away;

  /**
   * @param nanos time as it passes, as {@link System#nanoTime()} has it
   */
  Outage(LongSupplier nanos) {
    this.nanos = nanos;
    this.lastAnswer = nanos.getAsLong() - RECENTLY.toNanos();
  }

  /** Whether this call may go ahead; if so, {@link #ended} must follow. */
  boolean lets() {
    return !away || tried.compareAndSet(false, true);
  }

  /** When a call begins that {@link #lets} lets. */
  long begin() {
    return nanos.getAsLong();
  }

  /**
   * @param begun what {@link #begin} said
   * @param answered whether the server answered, be it with an error
   */
  void ended(long begun, boolean answered) {
    long now = nanos.getAsLong();
    if (answered) {
      lastAnswer = now;
      away = false;
    } else if (lastAnswer - begun <= 0 && now - lastAnswer >= RECENTLY.toNanos()) {
      away = true;
    }
    tried.set(false);
  }
}
