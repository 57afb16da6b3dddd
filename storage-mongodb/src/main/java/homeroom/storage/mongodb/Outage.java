// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the server is away. While it is, one call at a time tries it and all others are refused
 * at once: otherwise each would wait the whole time for the same bad news, and those behind it in
 * one user's mailbox many times that. Safe for many threads.
 */
final class Outage {

  private volatile boolean away;
  private final AtomicBoolean tried = new AtomicBoolean();

  /** Whether this call may go ahead; if so, {@link #ended} must follow. */
  boolean lets() {
    return !away || tried.compareAndSet(false, true);
  }

  /**
   * @param answered whether the server answered, be it with an error
   */
  void ended(boolean answered) {
    away = !answered;
    tried.set(false);
  }
}
