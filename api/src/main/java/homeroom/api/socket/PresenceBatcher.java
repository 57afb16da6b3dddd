// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.presence.Connection;
import homeroom.chat.time.Timer;
import homeroom.socketio.Frame;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends presence events in batches. An event is sent at once; those that follow within {@link
 * #GATHER} are sent together, so that in a storm a socket gets several in one write. They reach
 * each socket in the order in which they were given.
 *
 * <p>Safe for many threads; never waits for the network. The timer's thread only wakes the
 * executor.
 */
final class PresenceBatcher {

  /** How long an event may wait for others. */
  static final Duration GATHER = Duration.ofMillis(50);

  /** Events that may wait; one more has all of them sent at once. */
  static final int MAX_WAITING = 1_000;

  /** An event, and the connections that were to hear it when it happened. */
  private record Broadcast(Frame frame, List<Connection<ChatSocket>> receivers) {}

  private final SharedFrames frames;
  private final DeliveryBarrier barrier;
  private final Timer timer;
  private final Executor executor;

  /** Taken only within a delivery at the barrier, never the other way round. */
  private final ReentrantLock lock = new ReentrantLock();

  private List<Broadcast> waiting = new ArrayList<>();
  private boolean gathering;

  /**
   * Nothing waits yet.
   *
   * @param executor sends what was gathered
   */
  PresenceBatcher(SharedFrames frames, DeliveryBarrier barrier, Timer timer, Executor executor) {
    this.frames = frames;
    this.barrier = barrier;
    this.timer = timer;
    this.executor = executor;
  }

  /** To be called within {@link DeliveryBarrier#deliver}. */
  void send(Frame frame, List<Connection<ChatSocket>> connections) {
    if (connections.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      waiting.add(new Broadcast(frame, connections));
      if (!gathering) {
        flush();
        gatherMore();
      } else if (waiting.size() > MAX_WAITING) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private void gatherMore() {
    gathering = true;
    var _ = timer.after(GATHER, () -> executor.execute(() -> barrier.deliver(this::endBatch)));
  }

  private void endBatch() {
    lock.lock();
    try {
      gathering = !waiting.isEmpty();
      if (gathering) {
        flush();
        gatherMore();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    List<Broadcast> broadcasts = waiting;
    waiting = new ArrayList<>();
    frames.send(
        broadcasts.stream().map(one -> new SharedFrames.Mailing(one.frame, open(one))).toList());
  }

  /** Who is still signed in where the event was to go; a socket before its first event keeps it. */
  private static List<Socket> open(Broadcast broadcast) {
    var open = new ArrayList<Socket>(broadcast.receivers.size());
    for (Connection<ChatSocket> connection : broadcast.receivers) {
      ChatSocket socket = connection.socket();
      Connection<ChatSocket> now = socket.connection();
      if (now != null
          && Objects.equals(now.userId(), connection.userId())
          && (socket.isOpen() || !socket.hold(broadcast.frame))) {
        open.add(socket.socket());
      }
    }
    return open;
  }
}
