// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.packet.Packet;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** The answer to an event that asked for one. */
final class ClientAck implements Ack {

  private static final Ack NOT_REQUESTED =
      new Ack() {
        @Override
        public boolean isRequested() {
          return false;
        }

        @Override
        public void send(Object... args) {}
      };

  private final NamespaceSocket socket;
  private final long id;
  private final AtomicBoolean sent = new AtomicBoolean();

  private ClientAck(NamespaceSocket socket, long id) {
    this.socket = socket;
    this.id = id;
  }

  static Ack of(NamespaceSocket socket, Packet packet) {
    return packet.hasId() ? new ClientAck(socket, packet.id()) : NOT_REQUESTED;
  }

  @Override
  public boolean isRequested() {
    return true;
  }

  @Override
  public void send(Object... args) {
    if (sent.compareAndSet(false, true)) {
      socket.answer(id, Arrays.asList(args));
    }
  }
}
