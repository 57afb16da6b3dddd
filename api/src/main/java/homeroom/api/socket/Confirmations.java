// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.chat.presence.Connection;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.socketio.SharedFrames;
import homeroom.socketio.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Turns acks and heartbeats into receipts. Runs on event loops: a look-up and a few numbers for
 * each ack, no query and no other thread.
 */
final class Confirmations {

  /** Takes what a connection of the user confirmed. Must not block. */
  @FunctionalInterface
  interface Listener {
    /** The messages with {@code after < seq' <= seq} arrived. */
    void confirmed(SchoolId school, ConversationId conversation, UserId user, long after, long seq);
  }

  private final Deliveries deliveries;
  private final Listener receipts;

  Confirmations(Deliveries deliveries, Listener receipts) {
    this.deliveries = deliveries;
    this.receipts = receipts;
  }

  void register(SharedFrames frames) {
    frames.onAck(this::acked).onConfirmed(this::confirmed);
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
