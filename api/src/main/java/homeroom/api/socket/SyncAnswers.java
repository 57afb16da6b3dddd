// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.SyncPayload;
import homeroom.chat.school.ConversationId;
import homeroom.socketio.Ack;
import java.util.List;

/**
 * Sends the answers of syncs, numbered among the deliveries of messages, so that the pong to a ping
 * queued after one confirms what it brought. Runs on the virtual thread of the socket.
 */
final class SyncAnswers {

  private final Deliveries deliveries;
  private final Confirmations confirmations;

  SyncAnswers(Deliveries deliveries, Confirmations confirmations) {
    this.deliveries = deliveries;
    this.confirmations = confirmations;
  }

  /**
   * Answers a call of the socket, whatever it was.
   *
   * @param args the last one is what was asked for
   */
  void send(ChatSocket socket, Ack ack, Object... args) {
    if (!(args[args.length - 1] instanceof SyncPayload answer)) {
      ack.send(args);
      return;
    }
    List<SocketProgress.Brought> brought = brought(answer);
    if (brought.isEmpty()) {
      ack.send(args);
    } else {
      ack.sendMarked(
          deliveries.order(),
          () -> {
            long number = deliveries.number();
            socket.progress().answered(number, brought);
            return number;
          },
          args);
    }
    confirmations.holesClosed(socket);
  }

  /** Where no message came, the rev that the client named has confirmed all there is. */
  private static List<SocketProgress.Brought> brought(SyncPayload answer) {
    return answer.conversations().stream()
        .filter(entry -> !entry.messages().isEmpty())
        .map(entry ->
            new SocketProgress.Brought(
                new ConversationId(entry.conversation().id()),
                entry.complete(),
                entry.rev(),
                entry.messages().stream().map(MessagePayload::seq).sorted().toList()))
        .toList();
  }
}
