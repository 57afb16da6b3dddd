// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.ReceiverGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows the sockets and rooms of this process. */
public class InMemoryAdapter implements Adapter {

  private final SharedFrames frames;
  private final Map<String, LocalSocket> sockets = new ConcurrentHashMap<>();
  private final Map<Room, RoomMembers> rooms = new ConcurrentHashMap<>();
  private final Object everyoneLock = new Object();
  private volatile @Nullable ReceiverGroup everyone;

  public InMemoryAdapter(Namespace namespace) {
    this.frames = namespace.sharedFrames();
  }

  @Override
  public void connected(LocalSocket socket) {
    sockets.put(socket.id(), socket);
    if (!socket.isConnected()) {
      sockets.remove(socket.id(), socket); // it left while it came
    }
    forgetEveryone();
  }

  @Override
  public void disconnected(LocalSocket socket) {
    sockets.remove(socket.id(), socket);
    forgetEveryone();
  }

  @Override
  public void join(LocalSocket socket, Room room) {
    rooms.compute(
        room,
        (name, known) -> {
          RoomMembers members = known == null ? new RoomMembers() : known;
          members.add(socket);
          return members;
        });
  }

  @Override
  public void leave(LocalSocket socket, Room room) {
    rooms.computeIfPresent(room, (name, members) -> members.remove(socket) ? null : members);
  }

  @Override
  public void moved(LocalSocket socket, Set<Room> memberOf) {
    forgetEveryone();
    for (Room room : memberOf) {
      RoomMembers members = rooms.get(room);
      if (members != null) {
        members.regroup();
      }
    }
  }

  @Override
  public void broadcast(OutgoingEvent event, Selection selection) {
    deliver(frames.encode(event), selection);
  }

  @Override
  public void emit(OutgoingEvent event, LocalSocket socket, boolean isVolatile) {
    socket.send(frames.encode(event), isVolatile);
  }

  /** Encodes an event of this adapter's namespace. */
  protected final Frame encode(OutgoingEvent event) {
    return frames.encode(event);
  }

  /** Sends an encoded event to the selected sockets of this process. */
  protected final void deliver(Frame frame, Selection selection) {
    group(selection).send(frame.engineFrame(), selection.isVolatile());
  }

  private ReceiverGroup group(Selection selection) {
    if (selection.except().isEmpty()) {
      if (selection.rooms().isEmpty()) {
        return everyone();
      }
      if (selection.rooms().size() == 1) {
        Room room = selection.rooms().iterator().next();
        RoomMembers members = rooms.get(room);
        if (members != null && !sockets.containsKey(room.name())) {
          return members.group();
        }
      }
    }
    return ReceiverGroup.of(select(selection));
  }

  private ReceiverGroup everyone() {
    ReceiverGroup current = everyone;
    return current == null ? newEveryone() : current;
  }

  private ReceiverGroup newEveryone() {
    synchronized (everyoneLock) {
      ReceiverGroup fresh = ReceiverGroup.of(sockets.values());
      everyone = fresh;
      return fresh;
    }
  }

  private void forgetEveryone() {
    synchronized (everyoneLock) {
      everyone = null;
    }
  }

  @Override
  public Collection<Socket> sockets(Selection selection) {
    if (selection.rooms().isEmpty() && selection.except().isEmpty()) {
      return Collections.unmodifiableCollection(sockets.values());
    }
    return Collections.unmodifiableCollection(select(selection));
  }

  private Set<LocalSocket> select(Selection selection) {
    Set<LocalSocket> selected = new LinkedHashSet<>();
    if (selection.rooms().isEmpty()) {
      selected.addAll(sockets.values());
    }
    selection.rooms().forEach(room -> selected.addAll(members(room)));
    selection.except().forEach(room -> selected.removeAll(new LinkedHashSet<>(members(room))));
    return selected;
  }

  private List<LocalSocket> members(Room room) {
    RoomMembers members = rooms.get(room);
    List<LocalSocket> all = members == null ? new ArrayList<>(1) : members.copy();
    LocalSocket own = sockets.get(room.name());
    if (own != null) {
      all.add(own);
    }
    return all;
  }
}
