// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.packet.Packet;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

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

        @Override
        public void sendMarked(Lock order, LongSupplier marker, Object... args) {}
      };

  private final NamespaceSocket socket;
  private final long id;
  private final AtomicBoolean sent = new AtomicBoolean();
  private volatile int size;

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
      socket.send(answer(args), false);
    }
  }

  private Frame answer(Object... args) {
    Frame answer = socket.answer(id, Arrays.asList(args));
    size = answer.size();
    return answer;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void sendMarked(Lock order, LongSupplier marker, Object... args) {
    if (sent.compareAndSet(false, true)) {
      Frame answer = answer(args);
      order.lock();
      try {
        socket.send(answer.withMarker(marker.getAsLong()), false);
      } finally {
        order.unlock();
      }
    }
  }
}
