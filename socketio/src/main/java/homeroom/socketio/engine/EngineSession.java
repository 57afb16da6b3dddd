// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Crowd;
import homeroom.http.Exchange;
import homeroom.http.MemoryBudget;
import homeroom.http.Network;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's session: a strictly ordered stream of messages each way, whatever the transport.
 *
 * <p>Sending is safe for any thread and never waits; what one thread sends arrives in that order.
 * Everything that comes in is handled on event loops under this object's lock, one at a time.
 */
public final class EngineSession implements Receiver, WebSocketListener {

  private final EngineServer server;
  private final String id;
  private final SessionDeadlines deadlines;
  private final SessionMemory memory;

  /** Among the strangers; null if somebody is known. */
  private Crowd<EngineSession>.@Nullable Place place;

  /** Read by senders; becomes a WebSocket once at most, and then stays. */
  private volatile Transport transport;

  /** Polling that still holds a POST of the client after the session moved on. */
  private @Nullable PollingTransport leftover;

  private @Nullable UpgradeProbe probe;
  private @Nullable SessionListener listener;
  private boolean paused;
  private volatile boolean closed;

  /** A session to be opened; {@code first} makes the transport it begins with. */
  EngineSession(
      EngineServer server,
      String id,
      MemoryBudget budget,
      HandshakeRequest request,
      Function<EngineSession, Transport> first) {
    this.server = server;
    this.id = id;
    this.deadlines = new SessionDeadlines(server.limits(), server.time());
    this.memory = new SessionMemory(budget, Network.of(request.remoteAddress()), this::overloaded);
    this.transport = first.apply(this);
  }

  /** The session id: a secret between this client and the server. */
  public String id() {
    return id;
  }

  public TransportName transport() {
    return transport.name();
  }

  public boolean isOpen() {
    return !closed;
  }

  // Whose it is

  /**
   * Counts as a stranger's until {@link #belongsTo} names somebody: there are only so many of them,
   * and they have next to no memory. To be called when the session is opened, or when nobody is
   * known any more.
   */
  public synchronized void asStranger() {
    memory.belongsTo(null);
    if (place == null && !closed) {
      place = server.crowd().join(memory.network(), this);
    }
  }

  /** What is kept for this session counts for {@code owner} from now on. For any thread. */
  public synchronized void belongsTo(Object owner) {
    memory.belongsTo(owner);
    leaveStrangers();
  }

  private void leaveStrangers() {
    if (place != null) {
      place.leave();
      place = null;
    }
  }

  /** The network it comes from. */
  public Network network() {
    return memory.network();
  }

  /**
   * Counts what the application keeps for this client until something is finished, be it after the
   * end of the session. Closes the session later, with {@link CloseReason#OVERLOAD}, if there is no
   * room for it. For any thread.
   *
   * @param bytes so many more, or less
   */
  public void keep(int bytes) {
    memory.keep(bytes);
  }

  SessionMemory memory() {
    return memory;
  }

  private void overloaded() {
    if (transport instanceof WebSocketTransport webSocket && webSocket.loop().isOnIt()) {
      webSocket.abort(); // now: other connections may be read before a task's turn comes
    }
    EngineLoop.execute(transport.eventLoop(), () -> runLocked(this::throwAway));
  }

  private void throwAway() {
    if (listener != null) {
      listener.overloaded();
    }
    if (closed) {
      gone(); // its last frames waited for a poll
    } else {
      end(CloseReason.OVERLOAD);
    }
  }

  @Override
  public EngineSession session() {
    return this;
  }

  @Override
  public boolean queueing(EngineFrame frame) {
    return true;
  }

  // Out

  /** Sends a text message. */
  public void send(String message) {
    send(this, EngineFrame.text(message), false);
  }

  /** Sends a binary message. */
  public void send(byte[] message) {
    send(this, EngineFrame.binary(message), false);
  }

  /**
   * Sends an encoded message for one of the session's receivers.
   *
   * @param isVolatile drop it if the client is behind, or, when polling, has no poll waiting
   */
  public void send(Receiver receiver, EngineFrame frame, boolean isVolatile) {
    Transport current = transport;
    if (!current.send(this, receiver, frame, isVolatile)) {
      Transport next = transport;
      if (next != current) {
        next.send(this, receiver, frame, isVolatile);
      }
    }
  }

  @Nullable WebSocketTransport webSocket() {
    return transport instanceof WebSocketTransport webSocket ? webSocket : null;
  }

  /**
   * Stops taking messages from this client: its WebSocket is not read, or its POST not answered,
   * and no pong is expected of it. For any thread.
   */
  public void pauseReading() {
    run(() -> setPaused(true));
  }

  /** Takes messages again. For any thread. */
  public void resumeReading() {
    run(() -> setPaused(false));
  }

  /**
   * Has {@link SessionListener#deadlineReached} called once. To be called while the session is
   * being opened, or from the listener to cancel with a negative duration.
   */
  public void setDeadline(Duration delay) {
    deadlines.set(delay);
  }

  /** Closes the session after what was sent before. For any thread. */
  public void close() {
    close(CloseReason.SERVER_CLOSE);
  }

  /** Its turn in a drain: the listener closes it. For any thread. */
  void drain() {
    run(() -> {
      if (!closed) {
        tell().draining(this);
      }
    });
  }

  /** The same for a given reason. */
  public void close(CloseReason reason) {
    run(() -> end(reason));
  }

  /**
   * Runs {@code task} as one of the listener's calls: at once within such a call, else later, after
   * what this thread has sent before. For any thread.
   */
  public void run(Runnable task) {
    if (Thread.holdsLock(this)) {
      task.run();
    } else {
      EngineLoop.execute(transport.eventLoop(), () -> runLocked(task));
    }
  }

  /** Runs {@code task} as one of the listener's calls once the loop has served the others. */
  void nextTurn(Runnable task) {
    EngineLoop.executeNextTurn(transport.eventLoop(), () -> runLocked(task));
  }

  private synchronized void runLocked(Runnable task) {
    task.run();
  }

  // Opening

  /** Names the listener and starts the heartbeat; the open packet is on its way. */
  synchronized void open(SessionListener newListener, EngineLoop loop) {
    listener = newListener;
    if (closed) {
      newListener.closed(CloseReason.TRANSPORT_ERROR);
      return;
    }
    deadlines.start(this, loop);
  }

  // Heartbeat

  /** Does what is due and says when the next is. Runs on the timer's loop. */
  synchronized long timeReached(TimerWheel.Timer fired, long now, boolean late) {
    if (!deadlines.isOf(fired)) {
      return Long.MAX_VALUE;
    }
    if (closed) {
      gone();
      return Long.MAX_VALUE;
    }
    if (deadlines.takeReached(now)) {
      tell().deadlineReached();
    }
    if (!closed) {
      switch (deadlines.beat(now, late || paused)) {
        case NOTHING -> {}
        case PING -> transport.ping(tell());
        case GIVE_UP -> end(CloseReason.PING_TIMEOUT);
      }
    }
    return deadlines.next(now);
  }

  /**
   * Asks the client for a pong now, and closes the session if none comes in time. For any thread.
   *
   * @param patience how long the pong may take
   */
  public void probe(Duration patience) {
    run(() -> {
      if (!closed) {
        if (deadlines.probe(patience)) {
          transport.ping(tell());
        }
        deadlines.move(this, server.loop(transport.eventLoop()));
      }
    });
  }

  /** Only a plain pong that a ping asked for is one. */
  private void pong(String packet) {
    if (packet.length() == 1 && deadlines.ponged()) {
      tell().ponged();
    }
  }

  private SessionListener tell() {
    if (listener == null) {
      throw new IllegalStateException("session not open");
    }
    return listener;
  }

  // In, by WebSocket

  @Override
  public synchronized void text(String message) {
    if (closed) {
      return;
    }
    char type = message.isEmpty() ? 0 : message.charAt(0);
    switch (type) {
      case '4' -> tell().text(message.substring(1));
      case '3' -> pong(message);
      case '1' -> end(CloseReason.TRANSPORT_CLOSE);
      case '6' -> {}
      default -> end(CloseReason.PARSE_ERROR);
    }
  }

  @Override
  public synchronized void binary(byte[] message) {
    if (!closed) {
      tell().binary(message);
    }
  }

  @Override
  public void socketClosed(CloseReason reason) {
    run(() -> end(reason));
  }

  // In, by polling

  /** A GET request of this session. */
  synchronized void poll(Exchange exchange) {
    judgeOverdue();
    if (transport instanceof PollingTransport polling) {
      polling.intake().poll(exchange);
    } else {
      server.answers().refuse(exchange, RequestError.BAD_REQUEST);
    }
  }

  /** A POST request of this session began, and its body is on its way. */
  synchronized void dataBegins(Channel channel) {
    if (transport instanceof PollingTransport polling && !closed) {
      polling.intake().dataBegins(channel);
    }
  }

  /** The rest of that body will never come. */
  synchronized void dataLost(Channel channel) {
    if (transport instanceof PollingTransport polling) {
      polling.intake().dataLost(channel);
    }
  }

  /** A POST request of this session; a null body is not UTF-8. */
  synchronized void data(Exchange exchange, @Nullable String body) {
    judgeOverdue();
    if (transport instanceof PollingTransport polling) {
      polling.intake().data(exchange, body);
    } else {
      server.answers().refuse(exchange, RequestError.BAD_REQUEST);
    }
  }

  /** A deadline that has passed counts even if the wheel has not come by. */
  private void judgeOverdue() {
    if (!paused && deadlines.isOverdue()) {
      end(CloseReason.PING_TIMEOUT);
    }
  }

  boolean isPaused() {
    return paused;
  }

  private void setPaused(boolean pause) {
    paused = pause;
    if (!closed) {
      transport.pauseReading(pause);
      if (leftover != null) {
        leftover.pauseReading(pause);
      }
    }
  }

  // Upgrade

  /** Whether {@code candidate} may try to take over; one WebSocket per session may. */
  synchronized boolean beginUpgrade(UpgradeProbe candidate) {
    if (closed || probe != null || !(transport instanceof PollingTransport)) {
      return false;
    }
    probe = candidate;
    return true;
  }

  synchronized void upgradeAbandoned(UpgradeProbe candidate) {
    if (probe == candidate) {
      probe = null;
    }
  }

  synchronized void endWaitingPoll() {
    if (transport instanceof PollingTransport polling && !closed) {
      polling.outbox().endWaitingPoll();
    }
  }

  /** Moves to {@code webSocket}, in order and without loss. Runs on its loop. */
  synchronized void upgrade(WebSocketTransport webSocket) {
    probe = null;
    if (closed || !(transport instanceof PollingTransport polling)) {
      webSocket.close(WebSocketCloseStatus.NORMAL_CLOSURE);
      return;
    }
    webSocket.handTo(this);
    List<EngineFrame> waiting = polling.outbox().moveOn(() -> transport = webSocket);
    waiting.forEach(webSocket::write);
    webSocket.pauseReading(paused);
    leftover = polling.intake().isHolding() ? polling : null;
    refuseWaitingPoll(polling.outbox());
    deadlines.move(this, webSocket.loop());
    tell().upgraded();
  }

  /** Requests of a session that is on a WebSocket are refused, those that came early too. */
  private void refuseWaitingPoll(PollingOutbox outbox) {
    Exchange poll = outbox.takeWaitingPoll();
    if (poll != null) {
      server.answers().refuse(poll, RequestError.BAD_REQUEST);
    }
  }

  // End

  /** Ends the session. Runs on an event loop. */
  synchronized void end(CloseReason reason) {
    if (closed) {
      return;
    }
    closed = true;
    leaveStrangers();
    boolean lingers = transport.end(reason);
    if (!lingers) {
      gone();
    }
    if (probe != null) {
      probe.abandonLater();
    }
    if (leftover != null) {
      leftover.intake().end();
    }
    if (listener != null) {
      server.ended(reason);
      listener.closed(reason);
    }
  }

  /** Takes the session out of the server's table; false if it was gone. */
  boolean gone() {
    memory.close();
    deadlines.cancel();
    return server.forget(this);
  }
}
