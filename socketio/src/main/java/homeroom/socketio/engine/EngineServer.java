// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Cors;
import homeroom.http.Crowd;
import homeroom.http.Mount;
import homeroom.http.TimeSource;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Speaks Engine.IO 4 on the requests below one path. Runs on event loops.
 *
 * <pre>{@code
 * EngineServer echo = EngineServer.builder().onSession((session, request) -> ...).build();
 * HttpServer http = HttpServer.builder().mount("/engine.io/", echo.mount()).start();
 * }</pre>
 */
public final class EngineServer implements AutoCloseable {

  private final EngineLimits limits;
  private final TimeSource time;
  private final SessionAcceptor acceptor;
  private final PollAnswers answers;
  private final EngineMount mount;
  private final Crowd<EngineSession> strangers;
  private final SessionIds ids;
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final Map<EventLoop, EngineLoop> loops = new ConcurrentHashMap<>();
  private final LongAdder tooSlow = new LongAdder();
  private volatile boolean draining;

  /** The drain under way; it and what follows belong to whoever has this object. */
  private @Nullable Drain drain;

  private boolean ended;

  private EngineServer(Builder builder, SessionAcceptor acceptor) {
    this.limits = builder.limits;
    this.time = builder.time;
    this.strangers =
        new Crowd<>(limits.maxStrangers(), session -> session.close(CloseReason.OVERLOAD));
    this.acceptor = acceptor;
    this.ids = builder.ids;
    this.answers = new PollAnswers(builder.cors);
    this.mount = new EngineMount(this, builder.cors, builder.gate);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** What handles the requests below the path. */
  public Mount mount() {
    return mount;
  }

  /** Sessions open now. */
  public int sessions() {
    return sessions.size();
  }

  /** Those of them of whom nobody is known, see {@link EngineSession#asStranger}. */
  public int strangers() {
    return strangers.size();
  }

  Crowd<EngineSession> crowd() {
    return strangers;
  }

  /** How many sessions ended because more waited for them than {@link EngineLimits#outboxBytes}. */
  public long endedTooSlow() {
    return tooSlow.sum();
  }

  void ended(CloseReason reason) {
    if (reason == CloseReason.TOO_SLOW) {
      tooSlow.increment();
    }
  }

  public EngineLimits limits() {
    return limits;
  }

  TimeSource time() {
    return time;
  }

  PollAnswers answers() {
    return answers;
  }

  /** Removes a session; false if it was gone already. */
  boolean forget(EngineSession session) {
    return sessions.remove(session.id(), session);
  }

  boolean takesMore() {
    return !draining && sessions.size() < limits.maxSessions();
  }

  @Nullable EngineSession find(String sid) {
    return sessions.get(sid);
  }

  String newId() {
    return ids.next();
  }

  /** Has the application take a session whose transport is ready. */
  void open(EngineSession session, HandshakeRequest handshake, EngineLoop loop) {
    sessions.put(session.id(), session);
    session.open(acceptor.opened(session, handshake), loop);
    if (draining) {
      session.close(CloseReason.SERVER_DRAIN);
    }
  }

  EngineLoop loop(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, loop -> new EngineLoop(loop, time, tickMillis()));
  }

  /** Fine enough for the heartbeat that was promised, and never a burden. */
  private long tickMillis() {
    long shorter = Math.min(limits.pingInterval().toMillis(), limits.pingTimeout().toMillis());
    return Math.clamp(shorter / 40, 2, 100);
  }

  // The end

  /**
   * Takes no new session, and ends those that are there one after the other, evenly over a time, so
   * that their clients do not come back all at once; each as {@link SessionListener#draining} says.
   * Does not wait.
   *
   * @param over until the last one's turn; zero for the turn of all now
   */
  public synchronized void drain(Duration over) {
    draining = true;
    callOff();
    // In the order of the table, which is that of random ids: no school or class goes first.
    List<EngineSession> open = List.copyOf(sessions.values());
    Iterator<EventLoop> known = loops.keySet().iterator();
    if (over.isZero() || !known.hasNext()) {
      open.forEach(EngineSession::drain);
    } else {
      drain = new Drain(open, over, time, known.next());
      drain.start();
    }
  }

  private void callOff() {
    if (drain != null) {
      drain.callOff();
      drain = null;
    }
  }

  /**
   * Calls a drain over a time off: takes new sessions again, and leaves alone those whose turn has
   * not come. Does nothing once all were closed.
   */
  public synchronized void resume() {
    if (!ended) {
      callOff();
      draining = false;
    }
  }

  /** Closes every session at once so that clients come back, and takes no new one. */
  public synchronized void drain() {
    draining = true;
    ended = true;
    closeAll(CloseReason.SERVER_DRAIN);
  }

  @Override
  public synchronized void close() {
    draining = true;
    ended = true;
    closeAll(CloseReason.SERVER_CLOSE);
  }

  private void closeAll(CloseReason reason) {
    List<EngineSession> open = new ArrayList<>(sessions.values());
    open.forEach(session -> session.close(reason));
  }

  /** What a server is made of. */
  public static final class Builder {

    private EngineLimits limits = EngineLimits.DEFAULTS;
    private Cors cors = Cors.origins(List.of());
    private HandshakeGate gate = HandshakeGate.OPEN;
    private TimeSource time = TimeSource.system();
    private SessionIds ids = new SessionIds();
    private @Nullable SessionAcceptor acceptor;

    private Builder() {}

    public Builder limits(EngineLimits newLimits) {
      limits = newLimits;
      return this;
    }

    /** Which web pages of other origins may connect; none by default. */
    public Builder cors(Cors newCors) {
      cors = newCors;
      return this;
    }

    /** Looks at every handshake before a session exists. */
    public Builder gate(HandshakeGate newGate) {
      gate = newGate;
      return this;
    }

    /**
     * Begins every session id with the name of this server and a dot, by which a proxy before
     * several servers knows whose session a request is of. Without a name by default.
     *
     * @param name 1 to 32 letters, digits, {@code -} and {@code _}
     * @throws IllegalArgumentException if it is no such name
     */
    public Builder node(String name) {
      ids = new SessionIds(name);
      return this;
    }

    /** Where time comes from; this machine by default. */
    public Builder time(TimeSource newTime) {
      time = newTime;
      return this;
    }

    /** Who takes new sessions; required. */
    public Builder onSession(SessionAcceptor newAcceptor) {
      acceptor = newAcceptor;
      return this;
    }

    public EngineServer build() {
      if (acceptor == null) {
        throw new IllegalStateException("onSession is missing");
      }
      return new EngineServer(this, acceptor);
    }
  }
}
