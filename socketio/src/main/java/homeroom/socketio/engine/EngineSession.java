package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's session: a strictly ordered stream of messages each way, whatever the transport.
 *
 * <p>Sending is safe for any thread and never waits; what one thread sends arrives in that order.
 * Everything that comes in is handled on event loops under this object's lock, one at a time.
 */
public final class EngineSession implements Receiver, WebSocketListener {

  private static final EngineFrame PING = EngineFrame.control("2");

  private final EngineServer server;
  private final String id;
  private final EventLoop home;
  private final Heartbeat heartbeat;

  /** Set once, when the session is on a WebSocket; from then on everything is sent there. */
  private volatile @Nullable WebSocketLink webSocket;

  /** Set while the session polls; read by senders, so cleared after {@link #webSocket} is set. */
  private volatile @Nullable PollingIntake polling;

  /** What polling has left to take in after the session moved on. */
  private @Nullable PollingIntake leftover;

  private @Nullable UpgradeProbe probe;
  private @Nullable SessionListener listener;
  private TimerWheel.@Nullable Timer timer;

  private volatile long applicationDue = Long.MAX_VALUE;
  private boolean paused;
  private volatile boolean closed;

  EngineSession(EngineServer server, String id, EventLoop home) {
    this.server = server;
    this.id = id;
    this.home = home;
    this.heartbeat = new Heartbeat(server.limits());
  }

  /** The session id: a secret between this client and the server. */
  public String id() {
    return id;
  }

  public TransportName transport() {
    return webSocket == null ? TransportName.POLLING : TransportName.WEBSOCKET;
  }

  public boolean isOpen() {
    return !closed;
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
    PollingIntake intake = polling;
    if (intake != null) {
      switch (intake.link().offer(receiver, frame, isVolatile)) {
        case TAKEN, DROPPED -> {
          return;
        }
        case FULL -> {
          close(CloseReason.TOO_SLOW);
          return;
        }
        case ENDED -> {}
      }
    }
    WebSocketLink link = webSocket;
    if (link != null) {
      sendOn(link, receiver, frame, isVolatile);
    }
  }

  private void sendOn(
      WebSocketLink link, Receiver receiver, EngineFrame frame, boolean isVolatile) {
    link.loop().executeNowOrLater(() -> writeTo(link, receiver, frame, isVolatile));
  }

  private void writeTo(
      WebSocketLink link, Receiver receiver, EngineFrame frame, boolean isVolatile) {
    if (!closed && !(isVolatile && link.isBehind()) && receiver.queueing(frame)) {
      link.write(frame);
    }
  }

  @Nullable WebSocketLink webSocket() {
    return webSocket;
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
    applicationDue = delay.isNegative() ? Long.MAX_VALUE : TimerWheel.now() + delay.toMillis();
  }

  /** Closes the session after what was sent before. For any thread. */
  public void close() {
    close(CloseReason.SERVER_CLOSE);
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
      WebSocketLink link = webSocket;
      EventLoop eventLoop = link == null ? home : link.loop().eventLoop;
      EngineLoop.execute(eventLoop, () -> runLocked(task));
    }
  }

  private synchronized void runLocked(Runnable task) {
    task.run();
  }

  // Opening

  synchronized void startPolling(PollAnswers answers) {
    PollingLink link = new PollingLink(answers, server.limits().outboxBytes());
    polling = new PollingIntake(this, link, answers);
  }

  void startWebSocket(WebSocketLink link) {
    webSocket = link;
  }

  /** Names the listener and starts the heartbeat; the open packet is on its way. */
  synchronized void open(SessionListener newListener, EngineLoop loop) {
    listener = newListener;
    if (closed) {
      newListener.closed(CloseReason.TRANSPORT_ERROR);
      return;
    }
    long now = TimerWheel.now();
    heartbeat.start(now);
    timer = loop.timers.start(this, nextDeadline(now));
  }

  // Heartbeat

  private long nextDeadline(long now) {
    return Math.min(heartbeat.nextLook(now), applicationDue);
  }

  /** Does what is due and says when the next is. Runs on the timer's loop. */
  synchronized long timeReached(TimerWheel.Timer fired, long now, boolean late) {
    if (fired != timer) {
      return Long.MAX_VALUE;
    }
    if (closed) {
      server.forget(this);
      fired.cancel();
      return Long.MAX_VALUE;
    }
    if (now >= applicationDue) {
      applicationDue = Long.MAX_VALUE;
      tell().deadlineReached();
    }
    if (!closed) {
      switch (heartbeat.beat(now, late || paused)) {
        case NOTHING -> {}
        case PING -> ping();
        case GIVE_UP -> end(CloseReason.PING_TIMEOUT);
      }
    }
    return nextDeadline(now);
  }

  private void ping() {
    WebSocketLink link = webSocket;
    if (link != null) {
      tell().pinging();
      link.write(PING);
    } else if (polling != null) {
      polling.link().offerPing(PING, tell());
    }
  }

  /** Only a plain pong that a ping asked for is one. */
  private void pong(String packet) {
    if (packet.length() == 1 && heartbeat.ponged(TimerWheel.now())) {
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
  public void linkClosed(CloseReason reason) {
    run(() -> end(reason));
  }

  // In, by polling

  /** A GET request of this session. */
  synchronized void poll(Exchange exchange) {
    judgeOverdue();
    PollingIntake intake = polling;
    if (intake == null) {
      server.answers().refuse(exchange, RequestError.BAD_REQUEST);
    } else {
      intake.poll(exchange);
    }
  }

  /** A POST request of this session began, and its body is on its way. */
  synchronized void dataBegins(Channel channel) {
    if (polling != null && !closed) {
      polling.dataBegins(channel);
    }
  }

  /** The rest of that body will never come. */
  synchronized void dataLost(Channel channel) {
    if (polling != null) {
      polling.dataLost(channel);
    }
  }

  /** A POST request of this session; a null body is not UTF-8. */
  synchronized void data(Exchange exchange, @Nullable String body) {
    judgeOverdue();
    PollingIntake intake = polling;
    if (intake == null) {
      server.answers().refuse(exchange, RequestError.BAD_REQUEST);
    } else {
      intake.data(exchange, body);
    }
  }

  /** A deadline that has passed counts even if the wheel has not come by. */
  private void judgeOverdue() {
    if (!paused && heartbeat.isOverdue(TimerWheel.now())) {
      end(CloseReason.PING_TIMEOUT);
    }
  }

  boolean isPaused() {
    return paused;
  }

  private void setPaused(boolean pause) {
    paused = pause;
    if (webSocket != null && !closed) {
      webSocket.pauseReading(pause);
    }
    if (!pause) {
      takeHeld(polling);
      takeHeld(leftover);
    }
  }

  private static void takeHeld(@Nullable PollingIntake intake) {
    if (intake != null) {
      intake.resume();
    }
  }

  // Upgrade

  /** Whether {@code candidate} may try to take over; one WebSocket per session may. */
  synchronized boolean beginUpgrade(UpgradeProbe candidate) {
    if (closed || webSocket != null || probe != null) {
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
    if (polling != null && !closed) {
      polling.link().endWaitingPoll();
    }
  }

  /** Moves to {@code link}, in order and without loss. Runs on the link's loop. */
  synchronized void upgrade(WebSocketLink link) {
    PollingIntake intake = polling;
    probe = null;
    if (closed || intake == null) {
      link.close(WebSocketCloseStatus.NORMAL_CLOSURE);
      return;
    }
    link.handTo(this);
    List<EngineFrame> waiting = intake.link().moveOn(() -> webSocket = link);
    waiting.forEach(link::write);
    link.pauseReading(paused);
    leftover = intake.isHolding() ? intake : null;
    polling = null;
    refuseWaitingPoll(intake.link());
    moveTimer(link.loop());
    tell().upgraded();
  }

  /** Requests of a session that is on a WebSocket are refused, those that came early too. */
  private void refuseWaitingPoll(PollingLink link) {
    Exchange poll = link.takeWaitingPoll();
    if (poll != null) {
      server.answers().refuse(poll, RequestError.BAD_REQUEST);
    }
  }

  private void moveTimer(EngineLoop loop) {
    if (timer != null) {
      timer.cancel();
      timer = loop.timers.start(this, nextDeadline(TimerWheel.now()));
    }
  }

  // End

  /** Ends the session. Runs on an event loop. */
  synchronized void end(CloseReason reason) {
    if (closed) {
      return;
    }
    closed = true;
    boolean lingers = endTransport(reason);
    if (!lingers) {
      server.forget(this);
      if (timer != null) {
        timer.cancel();
      }
    }
    if (probe != null) {
      probe.abandonLater();
    }
    endIntake(polling);
    endIntake(leftover);
    if (listener != null) {
      listener.closed(reason);
    }
  }

  private static void endIntake(@Nullable PollingIntake intake) {
    if (intake != null) {
      intake.end();
    }
  }

  /** Takes the session out of the server's table; false if it was gone. */
  boolean forget() {
    return server.forget(this);
  }

  /** True if a session that has things to say stays to be polled for them once more. */
  private boolean endTransport(CloseReason reason) {
    WebSocketLink link = webSocket;
    if (link != null) {
      switch (reason) {
        case TOO_SLOW -> link.abort();
        case SERVER_CLOSE, SERVER_DRAIN -> link.closeForReconnect();
        case PARSE_ERROR -> link.close(WebSocketCloseStatus.PROTOCOL_ERROR);
        default -> link.close(WebSocketCloseStatus.NORMAL_CLOSURE);
      }
      return false;
    }
    PollingIntake intake = polling;
    if (intake == null) {
      return false;
    }
    PollingLink polls = intake.link();
    boolean byServer = reason == CloseReason.SERVER_CLOSE || reason == CloseReason.SERVER_DRAIN;
    boolean answered =
        polls.end(
            reason == CloseReason.TRANSPORT_CLOSE
                ? PollingLink.Ending.BY_CLIENT
                : PollingLink.Ending.BY_SERVER);
    return byServer && !answered && !polls.isEmpty();
  }
}
