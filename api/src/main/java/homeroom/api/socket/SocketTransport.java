// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.service.ClaimPayload;
import homeroom.api.service.ConversationReferencePayload;
import homeroom.api.service.EditPayload;
import homeroom.api.service.MessageReferencePayload;
import homeroom.api.service.SendPayload;
import homeroom.api.wire.ChangedPayload;
import homeroom.api.wire.DonePayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.PayloadReader;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SentPayload;
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

  private static final PayloadReader<SendPayload> SEND = PayloadReader.of(SendPayload.class);
  private static final PayloadReader<EditPayload> EDIT = PayloadReader.of(EditPayload.class);
  private static final PayloadReader<MessageReferencePayload> MESSAGE =
      PayloadReader.of(MessageReferencePayload.class);
  private static final PayloadReader<ClaimPayload> CLAIM = PayloadReader.of(ClaimPayload.class);
  private static final PayloadReader<ConversationReferencePayload> CONVERSATION =
      PayloadReader.of(ConversationReferencePayload.class);

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

  private SentPayload send(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    var sent = Rejection.orThrow(useCases.messaging().send(caller, SEND.read(payload).wish()));
    return new SentPayload(true, MessagePayload.of(sent.message()), sent.duplicate());
  }

  private ChangedPayload edit(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    EditPayload edit = EDIT.read(payload);
    var id = new MessageId(edit.messageId());
    return changed(Rejection.orThrow(useCases.editing().edit(caller, id, edit.text())));
  }

  private ChangedPayload delete(ChatSocket socket, JsonNode payload) {
    Caller caller = sessions.caller(socket);
    var id = new MessageId(MESSAGE.read(payload).messageId());
    return changed(Rejection.orThrow(useCases.editing().delete(caller, id)));
  }

  private DonePayload claim(ChatSocket socket, JsonNode payload, ReceiptKind kind) {
    Caller caller = sessions.caller(socket);
    ClaimPayload claim = CLAIM.read(payload);
    var id = new ConversationId(claim.conversationId());
    var _ = Rejection.orThrow(useCases.receipts().claim(caller, id, claim.seq(), kind));
    confirmations.holesClosed(socket);
    return new DonePayload(true);
  }

  private DonePayload type(
      ChatSocket socket,
      JsonNode payload,
      BiFunction<Caller, ConversationId, Outcome<Outcome.Nothing>> change) {
    Caller caller = sessions.caller(socket);
    var id = new ConversationId(CONVERSATION.read(payload).conversationId());
    var _ = Rejection.orThrow(change.apply(caller, id));
    return new DonePayload(true);
  }

  private SyncPayload sync(ChatSocket socket, JsonNode payload) {
    return useCases.sync().answer(sessions.caller(socket), payload);
  }

  private static ChangedPayload changed(MessageView message) {
    return new ChangedPayload(true, MessagePayload.of(message));
  }
}
