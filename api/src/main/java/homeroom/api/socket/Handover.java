package homeroom.api.socket;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps what is on its way to the user of a socket from reaching the next user who signs in on it.
 * Whoever hands out events looks up sockets and sends within {@link #send}; before a socket gets
 * another user, {@link #settle} waits until all that may still mean the one before was sent. Any
 * thread; senders do not wait for each other.
 */
public final class Handover {

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  void send(Runnable sending) {
    lock.readLock().lock();
    try {
      sending.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Returns when everything was sent that was being handed out at the call. */
  @SuppressWarnings("LockNotBeforeTry") // nothing is done while it is held, so nothing can fail
  void settle() {
    lock.writeLock().lock();
    lock.writeLock().unlock();
  }
}
