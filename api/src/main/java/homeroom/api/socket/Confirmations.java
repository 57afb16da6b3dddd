package homeroom.api.socket;

import homeroom.chat.message.Receipts;
import homeroom.chat.presence.Connection;
import homeroom.socketio.Namespace;
import homeroom.socketio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Turns acks and heartbeats into receipts. Runs on event loops: a look-up and a few numbers for
 * each ack, no query and no other thread.
 */
final class Confirmations {

  private final Deliveries deliveries;
  private final Receipts receipts;

  Confirmations(Deliveries deliveries, Receipts receipts) {
    this.deliveries = deliveries;
    this.receipts = receipts;
  }

  void register(Namespace namespace) {
    namespace.sharedFrames().onAck(this::acked).onConfirmed(this::confirmed);
  }

  private void acked(Socket socket, long ackId) {
    Deliveries.Delivery delivery = deliveries.byAckId(ackId);
    if (delivery != null && socket.data() instanceof ChatSocket chatSocket) {
      tell(chatSocket, chatSocket.progress().acked(delivery));
    }
  }

  private void confirmed(Socket socket, long number) {
    if (socket.data() instanceof ChatSocket chatSocket) {
      chatSocket.progress().confirmedUpTo(number).forEach(one -> tell(chatSocket, one));
    }
  }

  /**
   * The user told of messages that this socket was not sent: what it confirmed beyond them, and
   * what counted for nothing while they were missing, counts now.
   */
  void holesClosed(ChatSocket socket) {
    socket.progress().allConfirmed().forEach(one -> tell(socket, one));
  }

  private void tell(ChatSocket socket, SocketProgress.@Nullable Confirmed confirmed) {
    Connection<ChatSocket> connection = socket.connection();
    if (confirmed != null && connection != null) {
      receipts.confirmed(
          connection.schoolId(),
          confirmed.conversation(),
          connection.userId(),
          confirmed.after(),
          confirmed.seq());
    }
  }
}
