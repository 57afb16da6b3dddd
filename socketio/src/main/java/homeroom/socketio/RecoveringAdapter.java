// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.http.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Connection state recovery, as the reference server has it on the wire: every event carries its
 * offset as a last argument and is kept for a while; a client that comes back in time with its
 * private id and the last offset it saw gets its id, rooms and data back, and the events it missed.
 * It may be back before its loss was noticed here: then the connection it had is closed first.
 *
 * <p>Events with an ack, volatile ones and frames sent as such are not kept. One lock makes the
 * order of the kept events that of their sending; what is bounded by {@link SocketIoLimits} is
 * forgotten oldest first, and who needed it is not recovered.
 */
public class RecoveringAdapter extends InMemoryAdapter {

  private static final int RADIX = 36;

  /** What the memory holds of a kept event besides its bytes, roughly. */
  private static final int OVERHEAD_BYTES = 300;

  private final TimeSource time;
  private final long windowMillis;
  private final int maxSessions;
  private final int maxBytes;

  /** By private id, those who are connected. */
  private final Map<String, LocalSocket> connected = new ConcurrentHashMap<>();

  private final Map<String, SavedSession> sessions = new LinkedHashMap<>();
  private final ArrayDeque<Kept> log = new ArrayDeque<>();
  private long bytes;
  private long lastSequence;

  /**
   * Keeps what is needed for {@code window}.
   *
   * @param limits for the bounds of what is kept
   */
  public RecoveringAdapter(
      Namespace namespace, Duration window, SocketIoLimits limits, TimeSource time) {
    super(namespace);
    this.time = time;
    this.windowMillis = window.toMillis();
    this.maxSessions = limits.recoverySessions();
    this.maxBytes = limits.recoveryBytes();
  }

  private record Kept(long sequence, Frame frame, Selection selection, long atMillis) {}

  @Override
  public boolean recovers() {
    return true;
  }

  @Override
  public void connected(LocalSocket socket) {
    connected.put(socket.privateId(), socket);
    super.connected(socket);
    if (!socket.isConnected()) {
      connected.remove(socket.privateId(), socket); // it left while it came
    }
  }

  @Override
  public void disconnected(LocalSocket socket) {
    super.disconnected(socket);
    connected.remove(socket.privateId(), socket);
  }

  @Override
  public synchronized void broadcast(OutgoingEvent event, Selection selection) {
    if (selection.isVolatile()) {
      super.broadcast(event, selection);
    } else {
      deliver(keep(event, selection), selection);
    }
  }

  @Override
  public synchronized void emit(OutgoingEvent event, LocalSocket socket, boolean isVolatile) {
    if (isVolatile || !socket.isConnected()) {
      super.emit(event, socket, isVolatile);
    } else {
      Selection only = new Selection(Set.of(Room.of(socket.id())), Set.of(), false);
      socket.send(keep(event, only), false);
    }
  }

  private Frame keep(OutgoingEvent event, Selection selection) {
    long sequence = lastSequence + 1;
    Frame frame = encode(event.with(Long.toString(sequence, RADIX)));
    lastSequence = sequence;
    log.add(new Kept(sequence, frame, selection, time.milliTime()));
    bytes += frame.size() + OVERHEAD_BYTES;
    trim();
    return frame;
  }

  private void trim() {
    long tooOld = time.milliTime() - windowMillis;
    for (Kept first = log.peek(); first != null; first = log.peek()) {
      if (bytes <= maxBytes && first.atMillis() >= tooOld) {
        break;
      }
      log.remove();
      bytes -= first.frame().size() + OVERHEAD_BYTES;
    }
    Iterator<SavedSession> oldest = sessions.values().iterator();
    while (oldest.hasNext()
        && (oldest.next().savedAtMillis() < tooOld || sessions.size() > maxSessions)) {
      oldest.remove();
    }
  }

  @Override
  public synchronized void save(SavedSession session) {
    sessions.put(session.privateId(), session);
    trim();
  }

  @Override
  public @Nullable SavedSession claim(String privateId, String offset) {
    LocalSocket before = connected.get(privateId);
    if (before != null && knows(offset)) {
      before.giveWay();
    }
    return claimSaved(privateId, offset);
  }

  private synchronized boolean knows(String offset) {
    trim();
    return isKnown(sequence(offset));
  }

  private synchronized @Nullable SavedSession claimSaved(String privateId, String offset) {
    trim();
    SavedSession session = sessions.get(privateId);
    if (session == null || missedSince(offset, session) == null) {
      return null;
    }
    return sessions.remove(privateId);
  }

  @Override
  public synchronized void unclaim(SavedSession session) {
    sessions.putIfAbsent(session.privateId(), session);
  }

  /** The kept events after {@code offset} for the session; null if some are forgotten. */
  private @Nullable List<Frame> missedSince(String offset, SavedSession session) {
    long seen = sequence(offset);
    if (!isKnown(seen)) {
      return null;
    }
    List<Room> withOwn = new ArrayList<>(session.rooms());
    withOwn.add(Room.of(session.socketId()));
    Set<Room> rooms = Set.copyOf(withOwn);
    return log.stream()
        .filter(kept -> kept.sequence() > seen && kept.selection().includes(rooms))
        .map(Kept::frame)
        .toList();
  }

  private boolean isKnown(long sequence) {
    long known = log.isEmpty() ? lastSequence + 1 : log.element().sequence();
    return known <= sequence && sequence <= lastSequence;
  }

  private static long sequence(String offset) {
    try {
      return Long.parseLong(offset, RADIX);
    } catch (NumberFormatException notOurs) {
      return -1;
    }
  }

  @Override
  public synchronized boolean restore(SavedSession session, String offset, LocalSocket socket) {
    List<Frame> missed = missedSince(offset, session);
    if (missed == null || !socket.welcome()) {
      return false;
    }
    missed.forEach(frame -> socket.send(frame, false));
    connected(socket);
    Collection<Room> rooms = session.rooms();
    socket.join(rooms.toArray(Room[]::new));
    return true;
  }
}
