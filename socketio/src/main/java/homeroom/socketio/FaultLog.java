// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.TimeSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs faults of handlers, a few per second: a client that provokes them must not fill a disk. */
final class FaultLog {

  private static final Logger LOG = LoggerFactory.getLogger(SocketIoServer.class);
  private static final int PER_SECOND = 5;

  private final TimeSource time;
  private long second;
  private int logged;
  private long suppressed;

  FaultLog(TimeSource time) {
    this.time = time;
  }

  void report(String what, Throwable fault) {
    long missed = admit();
    if (missed == 0) {
      LOG.warn("{}", what, fault);
    } else if (missed > 0) {
      LOG.warn("{} ({} more faults were not logged)", what, missed, fault);
    }
  }

  /** How many were suppressed before this one, or -1 to suppress this one too. */
  private synchronized long admit() {
    long now = TimeUnit.NANOSECONDS.toSeconds(time.nanoTime());
    if (now != second) {
      second = now;
      logged = 0;
    }
    if (logged >= PER_SECOND) {
      suppressed++;
      return -1;
    }
    logged++;
    long missed = suppressed;
    suppressed = 0;
    return missed;
  }
}
