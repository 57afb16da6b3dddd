package homeroom.api.socket;

import homeroom.chat.presence.Connection;
import homeroom.socketio.Frame;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends what is told of presence. An event leaves at once; those that follow within {@link
 * #GATHER_MILLIS} leave together, so that in a storm a socket gets several in one write. They reach
 * each socket in the order in which they were given.
 *
 * <p>Safe for many threads; never waits for the network. The timer's thread only hands over.
 */
final class PresenceBatcher {

  /** How long an event may wait for others, in milliseconds. */
  static final int GATHER_MILLIS = 50;

  /** Events that may wait; one more has all of them leave at once. */
  private static final int MAX_WAITING = 1_000;

  /** An event, and the connections that were to hear it when it happened. */
  private record Letter(Frame frame, List<Connection<ChatSocket>> to) {}

  private final SharedFrames frames;
  private final Handover handover;
  private final ScheduledExecutorService timer;

  /** Taken only within the hand-over, never the other way round. */
  private final ReentrantLock lock = new ReentrantLock();

  private List<Letter> waiting = new ArrayList<>();
  private boolean gathering;

  PresenceBatcher(SharedFrames frames, Handover handover, ScheduledExecutorService timer) {
    this.frames = frames;
    this.handover = handover;
    this.timer = timer;
  }

  /** To be called within {@link Handover#send}. */
  void send(Frame frame, List<Connection<ChatSocket>> connections) {
    if (connections.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      waiting.add(new Letter(frame, connections));
      if (!gathering) {
        leave();
        gatherOn();
      } else if (waiting.size() > MAX_WAITING) {
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  private void gatherOn() {
    gathering = true;
    var _ =
        timer.schedule(
            () -> Thread.startVirtualThread(() -> handover.send(this::gathered)),
            GATHER_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void gathered() {
    lock.lock();
    try {
      gathering = !waiting.isEmpty();
      if (gathering) {
        leave();
        gatherOn();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    List<Letter> letters = waiting;
    waiting = new ArrayList<>();
    frames.send(
        letters.stream()
            .map(letter -> new SharedFrames.Mailing(letter.frame, open(letter)))
            .toList());
  }

  /** Who is still signed in where the event was to go; a socket before its first event keeps it. */
  private static List<Socket> open(Letter letter) {
    var open = new ArrayList<Socket>(letter.to.size());
    for (Connection<ChatSocket> connection : letter.to) {
      ChatSocket socket = connection.socket();
      Connection<ChatSocket> now = socket.connection();
      if (now != null
          && Objects.equals(now.userId(), connection.userId())
          && (socket.isOpen() || !socket.hold(letter.frame))) {
        open.add(socket.socket());
      }
    }
    return open;
  }
}
