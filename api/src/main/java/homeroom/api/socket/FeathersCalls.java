// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.CallMeter;
import homeroom.api.service.ServiceMethod;
import homeroom.api.service.Services;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Faults;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.Caller;
import homeroom.socketio.Ack;
import homeroom.socketio.EventArguments;
import homeroom.socketio.Namespace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The services over a socket, as Feathers has it: {@code emit(method, service, ...args, ack)} with
 * {@code ack(error, result)}. Each call runs on the virtual thread of its socket, in order.
 *
 * @see <a href="https://feathersjs.com/api/client/socketio">Feathers, Socket.IO client</a>
 */
final class FeathersCalls {

  private final Services services;
  private final SocketSessions sessions;
  private final SyncAnswers answers;
  private final Faults faults;
  private final CallMeter meter;

  FeathersCalls(
      Services services,
      SocketSessions sessions,
      SyncAnswers answers,
      Faults faults,
      CallMeter meter) {
    this.services = services;
    this.sessions = sessions;
    this.answers = answers;
    this.faults = faults;
    this.meter = meter;
  }

  void register(Namespace namespace) {
    for (ServiceMethod method : ServiceMethod.values()) {
      namespace.on(
          method.text(),
          (socket, args, ack) -> {
            long began = meter.begin();
            int status = answer(method, ChatSocket.of(socket), args, ack);
            meter.answered("feathers", name(method, args), status, began);
          });
    }
  }

  /** The status of the answer. */
  private int answer(ServiceMethod method, ChatSocket socket, EventArguments args, Ack ack) {
    try {
      if (method == ServiceMethod.REMOVE && isAuthentication(at(args, 0))) {
        signOut(socket, args, ack);
        return 200;
      }
      if (method == ServiceMethod.CREATE && isAuthentication(at(args, 0))) {
        answers.send(
            socket,
            ack,
            JsonNodeFactory.instance.nullNode(),
            sessions.authenticate(socket, at(args, 1)));
        return 200;
      }
      call(method, socket, args, ack);
      return 200;
    } catch (RuntimeException thrown) {
      ErrorPayload error = faults.of(method.text(), socket::about, thrown);
      ack.send(error);
      return error.code();
    }
  }

  /** What is called, by service and method alone. */
  private String name(ServiceMethod method, EventArguments args) {
    String service = at(args, 0).asString("");
    boolean known = services.has(service) || service.equals(AuthenticationService.NAME);
    return known ? method.text() + " " + service : "unknown";
  }

  private void call(ServiceMethod method, ChatSocket socket, EventArguments args, Ack ack) {
    JsonNode service = at(args, 0);
    if (!service.isString()) {
      throw Rejection.badField(
          "service", "is missing", "The first argument of a call is the name of a service.");
    }
    if (isAuthentication(service)) {
      throw Rejection.of(
          ErrorCode.METHOD_NOT_ALLOWED,
          "Sign in by create, out by remove(null); 'authentication' has no other method.");
    }
    Caller caller = sessions.caller(socket);
    var call = call(service.stringValue(), method, args);
    Runnable answering =
        () -> {
          answers.send(
              socket,
              ack,
              JsonNodeFactory.instance.nullNode(),
              services.call(caller, call).payload());
          services.charge(caller, ack.size());
        };
    services.turns().run(caller.userId(), answering);
  }

  private void signOut(ChatSocket socket, EventArguments args, Ack ack) {
    if (id(args) != null) {
      throw Rejection.badField(
          "id", "is not null", "Sign out with remove(null): it ends the token of this socket.");
    }
    SocketSessions.SignedOut signedOut = sessions.signOut(socket);
    ack.send(JsonNodeFactory.instance.nullNode(), signedOut.payload());
    signedOut.afterwards().run();
  }

  private static boolean isAuthentication(JsonNode service) {
    return service.isString() && service.stringValue().equals(AuthenticationService.NAME);
  }

  /** Where the id, the data and the query stand among the arguments of each method. */
  private static Services.Call call(String service, ServiceMethod method, EventArguments args) {
    JsonNode nothing = JsonNodeFactory.instance.objectNode();
    return switch (method) {
      case FIND -> new Services.Call(service, method, null, nothing, object(args, 1));
      case CREATE -> new Services.Call(service, method, null, object(args, 1), object(args, 2));
      case GET, REMOVE -> new Services.Call(service, method, id(args), nothing, object(args, 2));
      case PATCH, UPDATE ->
          new Services.Call(service, method, id(args), object(args, 2), object(args, 3));
    };
  }

  private static @Nullable String id(EventArguments args) {
    JsonNode id = at(args, 1);
    return id.isNull() || id.isMissingNode() ? null : id.asString("");
  }

  private static JsonNode object(EventArguments args, int index) {
    JsonNode node = at(args, index);
    return node.isMissingNode() || node.isNull() ? JsonNodeFactory.instance.objectNode() : node;
  }

  private static JsonNode at(EventArguments args, int index) {
    return index < args.size() ? args.json(index) : JsonNodeFactory.instance.missingNode();
  }
}
