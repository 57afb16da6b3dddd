// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.BusUnavailable;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a server, made again by whoever needs it when it was lost: one tries at a time,
 * and others wait for that. After an attempt that failed all are told so for a moment, so that a
 * server that is away costs little.
 */
final class Reconnecting<L extends Link> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconnecting.class);

  private final RedisServer server;
  private final String purpose;
  private final Duration again;
  private final Function<Deadline, L> opening;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable L current;
  private volatile boolean closed;

  /** Of whoever has the lock; null if the last attempt went well. */
  private @Nullable Long failedAt;

  /**
   * Connects to nothing yet.
   *
   * @param purpose what it is for, in logs
   * @param opening throws {@link BusUnavailable}
   */
  Reconnecting(RedisServer server, String purpose, Duration again, Function<Deadline, L> opening) {
    this.server = server;
    this.purpose = purpose;
    this.again = again;
    this.opening = opening;
  }

  /** The connection if there is one now. */
  @Nullable L now() {
    L known = current;
    return known != null && known.isOpen() ? known : null;
  }

  /**
   * The connection, made if need be.
   *
   * @throws BusUnavailable if that cannot be now
   */
  L get(Deadline deadline) {
    L known = now();
    if (known != null) {
      return known;
    }
    if (!deadline.lock(connecting)) {
      throw new BusUnavailable(server + " does not answer.");
    }
    try {
      L meanwhile = now();
      return meanwhile != null ? meanwhile : connect(deadline);
    } finally {
      connecting.unlock();
    }
  }

  private L connect(Deadline deadline) {
    if (closed) {
      throw new BusUnavailable("The bus is closed.");
    }
    if (failedAt != null && System.nanoTime() - failedAt < again.toNanos()) {
      throw new BusUnavailable(server + " could not be reached a moment ago.");
    }
    try {
      L made = opening.apply(deadline);
      current = made;
      if (closed) {
        made.close();
      } else {
        connected();
      }
      return made;
    } catch (BusUnavailable e) {
      failed(e);
      throw e;
    }
  }

  private void connected() {
    if (failedAt != null) {
      failedAt = null;
      LOG.info("{} is there again, {}", server, purpose);
    }
  }

  private void failed(BusUnavailable fault) {
    if (failedAt == null) {
      LOG.warn("No connection {}: {}", purpose, fault.getMessage());
    }
    failedAt = System.nanoTime();
  }

  @Override
  public void close() {
    closed = true;
    L known = current;
    if (known != null) {
      known.close();
    }
  }
}
