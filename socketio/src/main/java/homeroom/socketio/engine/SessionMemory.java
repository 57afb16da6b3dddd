// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.MemoryBudget;
import homeroom.http.Network;
import org.jspecify.annotations.Nullable;

/**
 * What one session makes the server keep: messages of which a part came, and answers that are not
 * read, by its transport; events that wait for their handlers, by the application. It counts for
 * the network that the session comes from, or for whom it {@link EngineSession#belongsTo belongs}
 * to. What the application keeps counts until it is given back, be it after the end of the session.
 * Comes into being with the first bytes that are worth counting; an idle session has none. Safe for
 * any thread.
 */
final class SessionMemory {

  /** What each source of a session may keep without being counted, in bytes. */
  private static final int FREE_BYTES = 4_096;

  private final MemoryBudget budget;
  private final Network network;
  private final Runnable onShed;
  private MemoryBudget.@Nullable Account account;
  private @Nullable Object owner;

  /** Bytes that are counted for the transport. */
  private long transport;

  /** Bytes that are counted for the application. */
  private long application;

  private boolean closed;

  /**
   * @param onShed called by any thread if there is no room for this session
   */
  SessionMemory(MemoryBudget budget, Network network, Runnable onShed) {
    this.budget = budget;
    this.network = network;
    this.onShed = onShed;
    this.owner = network;
  }

  Network network() {
    return network;
  }

  /** What is kept counts for {@code newOwner} from now on; null for a stranger. */
  synchronized void belongsTo(@Nullable Object newOwner) {
    owner = newOwner;
    if (account != null) {
      own(account);
    }
  }

  private void own(MemoryBudget.Account of) {
    if (owner == null) {
      of.belongsToStranger(network);
    } else {
      of.belongsTo(owner);
    }
  }

  /**
   * One source of the transport keeps {@code now} bytes.
   *
   * @param counted what this method answered the source last, 0 at first
   * @return what is counted of it
   */
  int settle(int counted, long now) {
    int next = now <= FREE_BYTES ? 0 : (int) Math.min(now, Integer.MAX_VALUE);
    if (next != counted) {
      MemoryBudget.Account of = transportKeeps(next - counted);
      if (of != null) {
        change(of, next - counted);
      }
    }
    return next;
  }

  /**
   * The application keeps so many bytes more, or less; the session is closed if there is no room
   * for them.
   */
  void keep(int bytes) {
    if (bytes == 0) {
      return;
    }
    MemoryBudget.Account of = applicationKeeps(bytes);
    if (of != null) {
      change(of, bytes);
      closeIfEmpty();
    }
  }

  /** Null if the transport keeps nothing any more. */
  private synchronized MemoryBudget.@Nullable Account transportKeeps(int more) {
    if (closed) {
      return null;
    }
    transport += more;
    return account();
  }

  private synchronized MemoryBudget.@Nullable Account applicationKeeps(int more) {
    application += more;
    return account();
  }

  private MemoryBudget.@Nullable Account account() {
    if (account == null && !closed) {
      account = budget.stranger(network, onShed);
      own(account);
    }
    return account;
  }

  /** Not under the lock: others may be shed for it. */
  private void change(MemoryBudget.Account of, int bytes) {
    if (bytes < 0) {
      of.give(-bytes);
    } else if (!of.take(bytes) && !isClosed()) {
      onShed.run();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** The transport keeps nothing any more. */
  synchronized void close() {
    closed = true;
    if (account != null) {
      account.give(transport);
      transport = 0;
      closeIfEmpty();
    }
  }

  private synchronized void closeIfEmpty() {
    if (closed && application <= 0 && account != null) {
      account.close();
      account = null;
    }
  }
}
