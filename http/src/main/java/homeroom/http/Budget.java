// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.util.concurrent.atomic.AtomicLong;

/** A bounded amount of something that is taken and given back. Safe for many threads. */
final class Budget {

  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  Budget(long limit) {
    this.limit = limit;
  }

  /** Takes {@code amount} if that much is left. */
  boolean take(long amount) {
    return takeWithin(limit, amount);
  }

  /** The same with another limit. */
  boolean takeWithin(long otherLimit, long amount) {
    if (taken.addAndGet(amount) <= otherLimit) {
      return true;
    }
    taken.addAndGet(-amount);
    return false;
  }

  void give(long amount) {
    taken.addAndGet(-amount);
  }

  long taken() {
    return taken.get();
  }
}
