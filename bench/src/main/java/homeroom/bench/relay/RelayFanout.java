// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.relay;

import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.presence.Connection;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.UserId;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Carries messages to the sockets of this node as the chat does, as the event {@code said}. */
record RelayFanout(SharedFrames frames, ConnectionManager<Socket> connections) implements Fanout {

  @Override
  public void deliver(ChatEvent event, Collection<UserId> users, @Nullable ConnectionId except) {
    if (!(event instanceof MessageEvent.Sent sent)) {
      throw new IllegalArgumentException("only messages are sent");
    }
    var sockets = new ArrayList<Socket>(users.size());
    for (UserId user : users) {
      for (Connection<Socket> connection : connections.of(user)) {
        if (!connection.id().equals(except)) {
          sockets.add(connection.socket());
        }
      }
    }
    frames.send(frames.encode("said", sent.message().message().text()), sockets);
  }
}
