// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps what is being delivered to the user of a socket from reaching the next user who signs in on
 * it. Whoever delivers events looks up sockets and sends within {@link #deliver}; before a socket
 * gets another user, {@link #await} waits until all deliveries that may still mean the one before
 * are done. Any thread; deliveries do not wait for each other.
 */
final class DeliveryBarrier {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  void deliver(Runnable delivery) {
    lock.readLock().lock();
    try {
      delivery.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Returns when every delivery that was under way at the call is done. */
  @SuppressWarnings("LockNotBeforeTry") // nothing is done while it is held, so nothing can fail
  void await() {
    lock.writeLock().lock();
    lock.writeLock().unlock();
  }
}
