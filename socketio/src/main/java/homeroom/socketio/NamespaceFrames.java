// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.ReceiverGroup;
import homeroom.socketio.packet.Packet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shared frames of a namespace of this server. */
final class NamespaceFrames implements SharedFrames {

  private final LocalNamespace namespace;
  private volatile @Nullable AckListener ackListener;
  private volatile @Nullable ConfirmationListener confirmationListener;

  NamespaceFrames(LocalNamespace namespace) {
    this.namespace = namespace;
  }

  @Override
  public Frame encode(String event, Object... args) {
    return namespace.encode(event, Packet.NO_ID, Arrays.asList(args));
  }

  @Override
  public Frame encode(OutgoingEvent event) {
    return namespace.encode(event.name(), Packet.NO_ID, event.args());
  }

  @Override
  public Frame encodeWithSharedAck(String event, long ackId, Object... args) {
    if (!isShared(ackId)) {
      throw new IllegalArgumentException("not an id for shared acks: " + ackId);
    }
    return namespace.encode(event, ackId, Arrays.asList(args));
  }

  static boolean isShared(long ackId) {
    return ackId >= Frame.FIRST_SHARED_ACK_ID && ackId <= Frame.LAST_SHARED_ACK_ID;
  }

  @Override
  public void send(Frame frame, Socket socket) {
    LocalNamespace.local(socket).send(frame, false);
  }

  @Override
  public void send(Frame frame, Collection<? extends Socket> sockets) {
    frame.requireFrom(namespace);
    ReceiverGroup.of(LocalNamespace.locals(sockets)).send(frame.engineFrame(), false);
  }

  @Override
  public void send(List<Mailing> mailings) {
    List<ReceiverGroup.GroupMessage> grouped = new ArrayList<>(mailings.size());
    for (Mailing mailing : mailings) {
      mailing.frame().requireFrom(namespace);
      grouped.add(
          new ReceiverGroup.GroupMessage(
              mailing.frame().engineFrame(),
              ReceiverGroup.of(LocalNamespace.locals(mailing.sockets()))));
    }
    ReceiverGroup.sendAll(grouped);
  }

  @Override
  public SharedFrames onAck(AckListener listener) {
    ackListener = listener;
    return this;
  }

  @Override
  public SharedFrames onConfirmed(ConfirmationListener listener) {
    confirmationListener = listener;
    return this;
  }

  /** Without an object for each of so many. */
  void acked(Socket socket, long ackId) {
    AckListener listener = ackListener;
    if (listener != null) {
      try {
        listener.acked(socket, ackId);
      } catch (Exception fault) {
        namespace.fault("an ack listener failed", fault);
      }
    }
  }

  void confirmed(Socket socket, long marker) {
    ConfirmationListener listener = confirmationListener;
    if (listener != null) {
      namespace.guarded("a confirmation listener failed", () -> listener.confirmed(socket, marker));
    }
  }
}
