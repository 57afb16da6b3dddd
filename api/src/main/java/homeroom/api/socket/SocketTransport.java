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
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SyncPayload;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.SendResult;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Refusal;
import java.util.Optional;
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
    calls.on(ClientEvent.MESSAGE_DELIVERED, (socket, payload) -> claim(socket, payload, false));
    calls.on(ClientEvent.MESSAGE_READ, (socket, payload) -> claim(socket, payload, true));
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
    return switch (useCases
        .messaging()
        .send(sessions.caller(socket), SendPayload.read(payload).wish())) {
      case SendResult.Stored(MessageView message) ->
          new Sent(true, MessagePayload.of(message), false);
      case SendResult.Repeated(MessageView message) ->
          new Sent(true, MessagePayload.of(message), true);
      case SendResult.Refused(Refusal refusal) -> throw new Rejection(ErrorPayload.of(refusal));
    };
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

  private Done claim(ChatSocket socket, JsonNode payload, boolean read) {
    Caller caller = sessions.caller(socket);
    ClaimPayload claim = ClaimPayload.read(payload);
    var id = new ConversationId(claim.conversationId());
    useCases
        .receipts()
        .claim(caller, id, claim.seq(), read)
        .ifPresent(refusal -> {
          throw new Rejection(ErrorPayload.of(refusal));
        });
    confirmations.holesClosed(socket);
    return new Done(true);
  }

  private Done type(
      ChatSocket socket,
      JsonNode payload,
      BiFunction<Caller, ConversationId, Optional<Refusal>> change) {
    Caller caller = sessions.caller(socket);
    var id = new ConversationId(ConversationReference.read(payload).conversationId());
    change
        .apply(caller, id)
        .ifPresent(refusal -> {
          throw new Rejection(ErrorPayload.of(refusal));
        });
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
