// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.socketio.AckListener;
import homeroom.socketio.ConfirmationListener;
import homeroom.socketio.Frame;
import homeroom.socketio.OutgoingEvent;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import homeroom.socketio.SocketIoServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Frames for fake sockets: encoded as those of a server, then sent as the events they are. For one
 * thread.
 */
final class FakeFrames implements SharedFrames {

  private static final SharedFrames ENCODER =
      SocketIoServer.builder().build().namespace("/").sharedFrames();

  private final Map<Frame, OutgoingEvent> events = new HashMap<>();

  /** Encoded and not sent yet, the oldest first. */
  private final List<Frame> unsent = new ArrayList<>();

  private AckListener ackListener = (socket, ackId) -> {};
  private ConfirmationListener confirmationListener = (socket, marker) -> {};

  /** A client acks what was sent with that id. */
  void ack(Socket socket, long ackId) {
    ackListener.acked(socket, ackId);
  }

  /** A client's pong came; its ping left after the frame with that marker. */
  void pong(Socket socket, long marker) {
    confirmationListener.confirmed(socket, marker);
  }

  @Override
  public Frame encode(String event, Object... args) {
    return encode(new OutgoingEvent(event, Arrays.asList(args)));
  }

  @Override
  public Frame encode(OutgoingEvent event) {
    return remembered(event, ENCODER.encode(event));
  }

  @Override
  public Frame encodeWithSharedAck(String event, long ackId, Object... args) {
    return remembered(
        new OutgoingEvent(event, Arrays.asList(args)),
        ENCODER.encodeWithSharedAck(event, ackId, args));
  }

  private Frame remembered(OutgoingEvent event, Frame frame) {
    unsent.add(frame);
    events.put(frame, event);
    return frame;
  }

  @Override
  public void send(Frame frame, Socket socket) {
    unsent.remove(frame);
    OutgoingEvent event = event(frame);
    socket.emit(event.name(), event.args().toArray());
  }

  /** A frame with a marker is another object, of the same size, than the one that was encoded. */
  private OutgoingEvent event(Frame sent) {
    OutgoingEvent known = events.get(sent);
    if (known != null) {
      return known;
    }
    Frame encoded =
        unsent.stream().filter(frame -> frame.size() == sent.size()).findFirst().orElseThrow();
    unsent.remove(encoded);
    OutgoingEvent event = Objects.requireNonNull(events.get(encoded));
    events.put(sent, event);
    return event;
  }

  @Override
  public void send(Frame frame, Collection<? extends Socket> sockets) {
    sockets.forEach(socket -> send(frame, socket));
  }

  @Override
  public void send(List<Mailing> mailings) {
    mailings.forEach(mailing -> send(mailing.frame(), mailing.sockets()));
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
}
