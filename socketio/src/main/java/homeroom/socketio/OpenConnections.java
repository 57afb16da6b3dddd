// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the connections whose handlers are not finished for good, so that a server that stops can
 * wait for the last of them. Safe for any thread.
 */
final class OpenConnections {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  void opened() {
    lock.lock();
    try {
      count++;
    } finally {
      lock.unlock();
    }
  }

  void finished() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there are none; false if some are left after {@code limit}. */
  boolean awaitNone(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
