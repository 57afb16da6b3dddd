// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.Role;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import homeroom.socketio.EventArguments;
import homeroom.socketio.testing.FakeNamespace;
import homeroom.socketio.testing.FakeSocket;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fake sockets on which users of one school are signed in. */
final class Sockets {

  final FakeNamespace namespace = new FakeNamespace();
  final FakeFrames frames = new FakeFrames();
  final ConnectionManager<ChatSocket> connections = new ConnectionManager<>();

  /** A user's socket: what the chat knows of it, and the client. */
  record UserSocket(ChatSocket chat, FakeSocket client, Connection<ChatSocket> connection) {

    ConnectionId id() {
      return connection.id();
    }

    /** The names of the events that it was sent, in their order. */
    List<String> received() {
      return client.received().stream().map(EventArguments::event).toList();
    }
  }

  final Deliveries deliveries = new Deliveries(0);

  /** Events reach these sockets through it. */
  Fanout fanout(Timer timer) {
    return new SocketFanout(
        frames,
        connections,
        deliveries,
        new DeliveryBarrier(),
        new FeathersSockets(connections),
        timer,
        Runnable::run);
  }

  /** A socket on which nobody is signed in. */
  ChatSocket anonymous() throws Exception {
    return socket(null);
  }

  /** A user's socket that was sent {@code connected}. */
  UserSocket of(UserId user, Dialect dialect) throws Exception {
    UserSocket socket = subscribed(user, dialect);
    socket.chat.open(frames, frames.encode("connected"));
    return socket;
  }

  /** A user's socket that is subscribed, and was not sent {@code connected} yet. */
  UserSocket subscribed(UserId user, Dialect dialect) throws Exception {
    ChatSocket socket = socket(dialect);
    var connection =
        new Connection<>(
            new ConnectionId(socket.socket().id()),
            user,
            Samples.SCHOOL,
            Role.STUDENT,
            Set.of(),
            Samples.NOW,
            socket);
    socket.signIn(Samples.session(user), Dialect.CHAT);
    socket.subscribe(connection);
    connections.add(connection);
    return new UserSocket(socket, (FakeSocket) socket.socket(), connection);
  }

  private ChatSocket socket(@Nullable Dialect dialect) throws Exception {
    FakeSocket client = namespace.connect();
    var socket = new ChatSocket(client, dialect);
    client.setData(socket);
    return socket;
  }
}
