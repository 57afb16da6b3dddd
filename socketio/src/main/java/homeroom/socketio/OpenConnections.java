package homeroom.socketio;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Counts the connections whose handlers are not finished for good, so that a server that stops can
 * wait for the last of them. Safe for any thread.
 */
final class OpenConnections {

  private int count;

  synchronized void opened() {
    count++;
  }

  synchronized void finished() {
    count--;
    if (count == 0) {
      notifyAll();
    }
  }

  /** Waits until there are none; false if some are left after {@code limit}. */
  synchronized boolean awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (count > 0) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }
}
