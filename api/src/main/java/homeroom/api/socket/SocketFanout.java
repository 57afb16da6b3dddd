package homeroom.api.socket;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import homeroom.socketio.Frame;
import homeroom.socketio.Namespace;
import homeroom.socketio.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries events to the sockets of this node. An event is encoded once per dialect that somebody
 * listens in, and the same bytes go to every socket. Runs on the thread of the change; never waits
 * for the network.
 */
public final class SocketFanout implements Fanout {

  private final Namespace namespace;
  private final ConnectionManager<ChatSocket> connections;

  public SocketFanout(Namespace namespace, ConnectionManager<ChatSocket> connections) {
    this.namespace = namespace;
    this.connections = connections;
  }

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    var chat = new ArrayList<ChatSocket>(users.size());
    var feathers = new ArrayList<ChatSocket>(0);
    for (UserId user : users) {
      for (Connection<ChatSocket> connection : connections.of(user)) {
        ChatSocket socket = connection.socket();
        if (socket.dialect().chat() && !connection.id().equals(except)) {
          chat.add(socket);
        }
        if (socket.dialect().feathers()) {
          feathers.add(socket);
        }
      }
    }
    if (chat.isEmpty() && feathers.isEmpty()) {
      return;
    }
    PushedEvent pushed = PushedEvent.of(event);
    send(pushed.chat(), pushed.payload(), chat);
    send(pushed.feathers(), pushed.payload(), feathers);
  }

  private void send(String name, Object payload, List<ChatSocket> sockets) {
    if (sockets.isEmpty()) {
      return;
    }
    Frame frame = namespace.encode(name, payload);
    Predicate<ChatSocket> ready = socket -> socket.isOpen() || !socket.hold(frame);
    List<Socket> open = sockets.stream().filter(ready).map(ChatSocket::socket).toList();
    namespace.send(frame, open);
  }
}
