// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.service.ClaimPayload;
import homeroom.api.service.ConversationReference;
import homeroom.api.service.EditPayload;
import homeroom.api.service.Fields;
import homeroom.api.service.MessageReference;
import homeroom.api.service.SendPayload;
import homeroom.api.wire.About;
import homeroom.api.wire.Always;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SyncPayload;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/** The calls of the chat's own dialect. */
final class SocketTransport {

  /** The answer to {@code message:send}. */
  @About("The message as it is stored.")
  record Sent(
      @Always(true) boolean ok,
      MessagePayload message,
      @About("Whether it was there before, under the same clientId.") boolean duplicate) {}

  /** The answer to {@code message:edit} and {@code message:delete}. */
  @About("The message as it is now.")
  record Changed(@Always(true) boolean ok, MessagePayload message) {}

  /** The answer to a call that has nothing more to say. */
  @About("Granted.")
  record Done(@Always(true) boolean ok) {}

  private final SocketSessions sessions;
  private final Confirmations confirmations;
  private final ChatSockets.UseCases useCases;

  SocketTransport(
      SocketSessions sessions, Confirmations confirmations, ChatSockets.UseCases useCases) {
    this.sessions = sessions;
    this.confirmations = confirmations;
    this.useCases = useCases;
  }

  void register(SocketCalls calls) {
    calls.on(ClientEvent.MESSAGE_SEND, this::send);
    calls.on(ClientEvent.MESSAGE_EDIT, this::edit);
    calls.on(ClientEvent.MESSAGE_DELETE, this::delete);
    calls.on(
        ClientEvent.MESSAGE_DELIVERED,
        (socket, payload) -> claim(socket, payload, ReceiptKind.DELIVERED));
    calls.on(
        ClientEvent.MESSAGE_READ, (socket, payload) -> claim(socket, payload, ReceiptKind.READ));
    calls.on(ClientEvent.MESSAGE_SYNC, this::sync);
    calls.on(
        ClientEvent.TYPING_START,
        (socket, payload) -> type(socket, payload, useCases.typing()::start));
    calls.on(
        ClientEvent.TYPING_STOP,
        (socket, payload) -> type(socket, payload, useCases.typing()::stop));
    calls.refuseOthers();
  }

  private Sent send(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    var sent =
        Rejection.orThrow(useCases.messaging().send(caller, SendPayload.read(payload).wish()));
    return new Sent(true, MessagePayload.of(sent.message()), sent.duplicate());
  }

  private Changed edit(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    EditPayload edit = EditPayload.read(payload);
    var id = new MessageId(edit.messageId());
    return changed(Rejection.orThrow(useCases.editing().edit(caller, id, edit.text())));
  }

  private Changed delete(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    var id = new MessageId(MessageReference.read(payload).messageId());
    return changed(Rejection.orThrow(useCases.editing().delete(caller, id)));
  }

  private Done claim(ChatSocket socket, JsonNode payload, ReceiptKind kind) {
    Caller caller = sessions.caller(socket);
    ClaimPayload claim = ClaimPayload.read(payload);
    var id = new ConversationId(claim.conversationId());
    var _ = Rejection.orThrow(useCases.receipts().claim(caller, id, claim.seq(), kind));
    confirmations.holesClosed(socket);
    return new Done(true);
  }

  private Done type(
      ChatSocket socket,
      JsonNode payload,
      BiFunction<Caller, ConversationId, Outcome<Outcome.Nothing>> change) {
    Caller caller = sessions.caller(socket);
    var id = new ConversationId(ConversationReference.read(payload).conversationId());
    var _ = Rejection.orThrow(change.apply(caller, id));
    return new Done(true);
  }

  private SyncPayload sync(ChatSocket socket, JsonNode payload) {
    SyncPayload answer = useCases.sync().answer(sessions.caller(socket), Fields.object(payload));
    confirmations.holesClosed(socket);
    return answer;
  }

  private static Changed changed(MessageView message) {
    return new Changed(true, MessagePayload.of(message));
  }
}
