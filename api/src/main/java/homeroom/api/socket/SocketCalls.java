// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.Session;
import homeroom.api.service.CallCosts;
import homeroom.api.service.CallMeter;
import homeroom.api.service.CallTurns;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.RefusedPayload;
import homeroom.api.wire.Rejection;
import homeroom.api.wire.SentPayload;
import homeroom.chat.rate.CallBudget;
import homeroom.socketio.Ack;
import homeroom.socketio.EventArguments;
import homeroom.socketio.Namespace;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The chat's own calls: an event with one object, whose ack is called with {@code { ok: true, ...
 * }} or {@code { ok: false, error }}. Each runs on the virtual thread of its socket, in order.
 */
final class SocketCalls {

  /** One call; its answer is a record whose first component is {@code ok}, true. */
  interface Call {
    Object answer(ChatSocket socket, JsonNode payload);
  }

  private final Namespace namespace;
  private final SyncAnswers answers;
  private final Faults faults;
  private final CallMeter meter;
  private final CallBudget budget;
  private final CallCosts costs;
  private final CallTurns turns;
  private final Set<ClientEvent> answered = EnumSet.noneOf(ClientEvent.class);

  SocketCalls(
      Namespace namespace,
      SyncAnswers answers,
      Faults faults,
      CallMeter meter,
      CallBudget budget,
      CallTurns turns) {
    this.namespace = namespace;
    this.answers = answers;
    this.faults = faults;
    this.meter = meter;
    this.budget = budget;
    this.costs = new CallCosts(budget.costs());
    this.turns = turns;
  }

  void on(ClientEvent event, Call call) {
    answered.add(event);
    namespace.on(
        event.text(),
        (socket, args, ack) -> {
          answer(event, call, ChatSocket.of(socket), args, ack);
        });
  }

  /**
   * Answers events that are not known, where an answer was asked for.
   *
   * @throws IllegalStateException if one that is published has no handler
   */
  void refuseOthers() {
    if (!answered.equals(EnumSet.allOf(ClientEvent.class))) {
      throw new IllegalStateException("Of the published events only " + answered + " are handled.");
    }
    ErrorPayload error =
        ErrorPayload.of(
            ErrorCode.UNKNOWN_EVENT,
            "There is no such event; those there are begin with 'message:' or 'typing:', or are"
                + " the methods find, get, create, patch and remove.");
    namespace.onAny((socket, args, ack) -> ack.send(new RefusedPayload(false, error)));
  }

  private void answer(
      ClientEvent event, Call call, ChatSocket socket, EventArguments args, Ack ack) {
    long began = meter.begin();
    int status = 200;
    try {
      inTurn(
          event,
          socket,
          () -> {
            answers.send(socket, ack, paid(event, call, socket, payload(args)));
            charge(socket.session(), ack.size());
          });
    } catch (RuntimeException thrown) {
      ErrorPayload error = faults.of(event.text(), socket::about, thrown);
      status = error.code();
      ack.send(new RefusedPayload(false, error));
    } finally {
      meter.answered("chat", event.text(), status, began);
    }
  }

  /** A sync has many messages in memory, as a find has: it waits for its turn as that does. */
  private void inTurn(ClientEvent event, ChatSocket socket, Runnable answering) {
    Session session = socket.session();
    if (event == ClientEvent.MESSAGE_SYNC && session != null) {
      turns.run(session.user().id(), answering);
    } else {
      answering.run();
    }
  }

  private void charge(@Nullable Session session, int bytes) {
    if (session != null) {
      budget.charge(session.user().id(), session.user().role(), bytes);
    }
  }

  /** A message that is sent costs nothing here: there is a bucket of messages. */
  private Object paid(ClientEvent event, Call call, ChatSocket socket, JsonNode payload) {
    Session session = socket.session();
    return session == null
        ? call.answer(socket, payload)
        : Rejection.orThrow(
            budget.call(
                session.user().id(),
                session.user().role(),
                cost(event, payload),
                () -> call.answer(socket, payload),
                answer -> answer instanceof SentPayload sent && !sent.duplicate()));
  }

  private int cost(ClientEvent event, JsonNode payload) {
    return switch (event) {
      case MESSAGE_SYNC -> costs.sync(payload);
      case MESSAGE_EDIT, MESSAGE_DELETE -> budget.costs().change();
      case MESSAGE_SEND, MESSAGE_DELIVERED, MESSAGE_READ, TYPING_START, TYPING_STOP ->
          budget.costs().get();
    };
  }

  private static JsonNode payload(EventArguments args) {
    return args.size() == 0 ? JsonNodeFactory.instance.missingNode() : args.json(0);
  }
}
