// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.ReceiverGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets in a room, and, while nobody comes or goes, how to reach them all. */
final class RoomMembers {

  private final Set<LocalSocket> sockets = new HashSet<>();
  private volatile @Nullable ReceiverGroup group;

  synchronized void add(LocalSocket socket) {
    sockets.add(socket);
    group = null;
  }

  /** True if the room is empty now. */
  synchronized boolean remove(LocalSocket socket) {
    sockets.remove(socket);
    group = null;
    return sockets.isEmpty();
  }

  synchronized boolean contains(LocalSocket socket) {
    return sockets.contains(socket);
  }

  synchronized List<LocalSocket> copy() {
    return new ArrayList<>(sockets);
  }

  /** Has the way to them found anew. */
  synchronized void regroup() {
    group = null;
  }

  ReceiverGroup group() {
    ReceiverGroup current = group;
    return current == null ? newGroup() : current;
  }

  private synchronized ReceiverGroup newGroup() {
    ReceiverGroup fresh = ReceiverGroup.of(sockets);
    group = fresh;
    return fresh;
  }
}
