// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/** What is sent to a selection of a namespace of this server. */
record NamespaceBroadcast(LocalNamespace namespace, Selection selection)
    implements BroadcastOperator {

  @Override
  public BroadcastOperator to(Room... rooms) {
    return new NamespaceBroadcast(namespace, selection.with(rooms));
  }

  @Override
  public BroadcastOperator except(Room... rooms) {
    return new NamespaceBroadcast(namespace, selection.without(rooms));
  }

  @Override
  public BroadcastOperator asVolatile() {
    return new NamespaceBroadcast(
        namespace, new Selection(selection.rooms(), selection.except(), true));
  }

  @Override
  public void emit(String event, Object... args) {
    namespace.adapter().broadcast(new OutgoingEvent(event, Arrays.asList(args)), selection);
  }

  @Override
  public BroadcastAnswers emitWithAck(String event, Duration timeout, Object... args)
      throws InterruptedException {
    return namespace.gather(sockets(), event, timeout, Arrays.asList(args));
  }

  @Override
  public Collection<Socket> sockets() {
    return namespace.adapter().sockets(selection);
  }
}
