// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.testing;

import homeroom.socketio.BroadcastAnswers;
import homeroom.socketio.BroadcastOperator;
import homeroom.socketio.EventArguments;
import homeroom.socketio.Room;
import homeroom.socketio.Selection;
import homeroom.socketio.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is sent to a selection of fake sockets. */
record FakeBroadcast(FakeNamespace namespace, Selection selection) implements BroadcastOperator {

  @Override
  public BroadcastOperator to(Room... rooms) {
    return new FakeBroadcast(namespace, selection.with(rooms));
  }

  @Override
  public BroadcastOperator except(Room... rooms) {
    return new FakeBroadcast(namespace, selection.without(rooms));
  }

  @Override
  public BroadcastOperator asVolatile() {
    return this;
  }

  @Override
  public void emit(String event, Object... args) {
    namespace.selected(selection).forEach(socket -> socket.emit(event, args));
  }

  @Override
  public BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args) {
    Map<Socket, EventArguments> received = new HashMap<>();
    List<Socket> missing = new ArrayList<>();
    for (FakeSocket socket : namespace.selected(selection)) {
      Optional<EventArguments> answer = socket.ask(event, args);
      answer.ifPresentOrElse(given -> received.put(socket, given), () -> missing.add(socket));
    }
    return new BroadcastAnswers(received, missing);
  }

  @Override
  public Collection<Socket> sockets() {
    return List.copyOf(namespace.selected(selection));
  }
}
