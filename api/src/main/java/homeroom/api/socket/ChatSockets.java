// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import homeroom.api.auth.AuthenticationService;
import homeroom.api.service.CallMeter;
import homeroom.api.service.Services;
import homeroom.api.service.SyncService;
import homeroom.api.wire.Faults;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.Editing;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Receipts;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.Presence;
import homeroom.chat.presence.Typing;
import homeroom.chat.rate.CallBudget;
import homeroom.chat.roster.Roster;
import homeroom.chat.time.Timer;
import homeroom.socketio.Namespace;
import homeroom.socketio.SharedFrames;
import java.time.Clock;
import java.util.concurrent.Executor;

/**
 * The chat on the sockets of a namespace, in two steps: it makes the fan-out, on which the chat is
 * built, and then registers the handlers that call the chat.
 */
public final class ChatSockets {

  /** What the handlers of sockets call. */
  public record UseCases(
      Roster roster,
      Presence<ChatSocket> presence,
      Messaging messaging,
      Editing editing,
      Receipts receipts,
      SyncService sync,
      Typing typing,
      CallBudget calls) {}

  private final Namespace namespace;
  private final SharedFrames frames;
  private final Timer timer;
  private final Executor executor;
  private final ConnectionManager<ChatSocket> connections = new ConnectionManager<>();
  private final Deliveries deliveries = new Deliveries(0);
  private final DeliveryBarrier barrier = new DeliveryBarrier();
  private final FeathersSockets feathers = new FeathersSockets(connections);

  /**
   * The chat on a namespace of its own.
   *
   * @param executor runs what the timer finds due
   */
  public ChatSockets(Namespace namespace, Timer timer, Executor executor) {
    this(namespace, namespace.sharedFrames(), timer, executor);
  }

  ChatSockets(Namespace namespace, SharedFrames frames, Timer timer, Executor executor) {
    this.namespace = namespace;
    this.frames = frames;
    this.timer = timer;
    this.executor = executor;
  }

  /** The signed-in sockets of this node, which the chat's presence keeps. */
  public ConnectionManager<ChatSocket> connections() {
    return connections;
  }

  /** What carries events to {@link #connections}; to be made once. */
  public Fanout fanout() {
    return new SocketFanout(frames, connections, deliveries, barrier, feathers, timer, executor);
  }

  /**
   * Registers every handler; to be called once, before clients come.
   *
   * @param meter told of every call that was answered
   */
  public void register(
      UseCases useCases,
      Services services,
      AuthenticationService authentication,
      Faults faults,
      CallMeter meter,
      Clock clock) {
    var signedIn =
        new SignedInSockets(
            authentication.socketsPerUser(), useCases.presence()::connectionsElsewhere);
    var terminator = new SessionTerminator(authentication, signedIn, clock, timer, executor);
    var sessions =
        new SocketSessions(
            authentication,
            useCases.roster(),
            useCases.presence(),
            signedIn,
            feathers,
            terminator,
            barrier,
            frames,
            useCases.sync().epoch(),
            clock,
            executor);
    namespace.use(new SocketAdmission(authentication, signedIn, faults));
    sessions.register(namespace);
    terminator.start();
    var confirmations = new Confirmations(deliveries, useCases.receipts()::confirmed);
    confirmations.register(frames);
    var answers = new SyncAnswers(deliveries, confirmations);
    new FeathersCalls(services, sessions, answers, faults, meter).register(namespace);
    new SocketTransport(sessions, confirmations, useCases)
        .register(
            new SocketCalls(namespace, answers, faults, meter, useCases.calls(), services.turns()));
  }
}
