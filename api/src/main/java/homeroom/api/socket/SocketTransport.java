package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.SendPayload;
import homeroom.api.service.Services;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.MessagePayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.SendResult;
import homeroom.chat.presence.Presence;
import homeroom.chat.roster.Roster;
import homeroom.chat.school.Refusal;
import homeroom.socketio.Namespace;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import tools.jackson.databind.JsonNode;

/** Everything that clients may call on a socket of the chat's namespace. */
public final class SocketTransport {

  /** The answer to {@code message:send}. */
  record Sent(boolean ok, MessagePayload message, boolean duplicate) {}

  private final Namespace namespace;
  private final SocketCalls calls;
  private final FeathersCalls feathers;
  private final SocketSessions sessions;
  private final Messaging messaging;

  public SocketTransport(
      Namespace namespace,
      Services services,
      AuthenticationService authentication,
      Roster roster,
      Presence<ChatSocket> presence,
      Messaging messaging,
      Faults faults,
      Clock clock,
      ScheduledExecutorService timer) {
    this.namespace = namespace;
    this.messaging = messaging;
    this.sessions = new SocketSessions(authentication, roster, presence, clock, timer);
    this.calls = new SocketCalls(namespace, faults);
    this.feathers = new FeathersCalls(services, sessions, faults);
  }

  /** Registers every handler; to be called once, before clients come. */
  public void register() {
    sessions.register(namespace);
    feathers.register(namespace);
    calls.on("message:send", this::send);
    calls.refuseOthers();
  }

  private Sent send(ChatSocket socket, JsonNode payload) {
    return switch (messaging.send(sessions.caller(socket), SendPayload.read(payload))) {
      case SendResult.Stored(MessageView message) ->
          new Sent(true, MessagePayload.of(message), false);
      case SendResult.Repeated(MessageView message) ->
          new Sent(true, MessagePayload.of(message), true);
      case SendResult.Refused(Refusal refusal) -> throw new Rejection(ErrorPayload.of(refusal));
    };
  }
}
