package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.Authenticator;
import homeroom.api.auth.Passwords;
import homeroom.api.rest.HealthRoutes;
import homeroom.api.rest.RestTransport;
import homeroom.api.socket.TokenInUrl;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.message.Messaging;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.socketio.Namespace;
import homeroom.socketio.SocketIoServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: every room, built by its constructor, from the store up to the port. Opened with its
 * data, then started; closing it drains first.
 */
public final class Homeroom implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Homeroom.class);

  /** How soon changes of the roster by other processes are seen: half of what is promised. */
  private static final Duration ROSTER_POLL = Duration.ofMillis(2500);

  /** How long a stop waits for requests under way. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = new TimeOrderedIds(clock, new SecureRandom());
  private final Stores stores;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());
  private final Passwords passwords =
      new Passwords(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private final AccessTokens tokens;
  private final Chat chat;
  private final SocketIoServer sockets;
  private final HttpServer.Builder listener;
  private final String host;
  private @Nullable HttpServer http;
  private boolean closed;

  private Homeroom(Stores stores, byte[] secret, ServerOptions options) {
    this.stores = stores;
    this.tokens = new AccessTokens(secret, clock, ids);
    Cors cors = options.cors();
    this.sockets =
        SocketIoServer.builder()
            .limits(options.socketLimits())
            .cors(cors)
            .gate(new TokenInUrl())
            .build();
    Namespace namespace = sockets.namespace("/");
    this.chat = new Chat(stores, namespace, ids, clock, options.messageLimits());
    var authenticator =
        new Authenticator(stores.roster(), chat.roster, passwords, tokens, options.tokenLifetime());
    var wire = new Wire(chat, authenticator, namespace, ids, clock, timer);
    wire.sockets.register();
    this.host = options.host;
    this.listener =
        HttpServer.builder()
            .host(options.host)
            .port(options.port)
            .handler(cors.wrap(wire.rest))
            .handler("/health/", new HealthRoutes(stores.roster()::version))
            .errorPage(RestTransport::errorPage)
            .mount("/socket.io/", sockets.mount());
  }

  /**
   * Opens the data, without listening yet.
   *
   * @throws IOException if another server runs on it, or it cannot be read
   */
  static Homeroom open(DataDirectory directory, ServerOptions options) throws IOException {
    byte[] secret = directory.secret();
    Stores stores = directory.store().openAlone();
    try {
      return new Homeroom(stores.whole(), secret, options);
    } catch (IOException | RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  /** Listens from now on. */
  synchronized void start() throws IOException {
    openClassConversations();
    http = listen();
    var _ =
        timer.scheduleWithFixedDelay(
            this::refreshRoster,
            ROSTER_POLL.toMillis(),
            ROSTER_POLL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private HttpServer listen() throws IOException {
    try {
      return listener.start();
    } catch (IOException e) {
      throw new IOException(
          "Homeroom " + e.getMessage() + ": choose another --port or --host, or stop what uses it.",
          e);
    }
  }

  /** Where clients reach it. */
  String address() {
    HttpServer running = Objects.requireNonNull(http, "started");
    return "http://" + host + ":" + running.port();
  }

  /**
   * Stops: sockets are closed so that their clients go elsewhere, requests under way are answered,
   * and the store is closed. Does nothing the second time.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    timer.shutdownNow();
    sockets.drain();
    drainHttp();
    sockets.close();
    passwords.close();
    chat.receipts.close();
    stores.close();
  }

  /** Gives every class that has no conversation its own; also after another process made one. */
  void openClassConversations() {
    stores
        .roster()
        .schools()
        .forEach(school -> chat.conversations.openClassConversations(school.id()));
  }

  /** Tells {@code told} once, in a sentence, if another server takes the store over. */
  void whenStoreLost(Consumer<String> told) {
    stores.hold().whenLost(told);
  }

  RosterStore rosterStore() {
    return stores.roster();
  }

  Roster roster() {
    return chat.roster;
  }

  AccessTokens tokens() {
    return tokens;
  }

  Conversations conversations() {
    return chat.conversations;
  }

  Messaging messaging() {
    return chat.messaging;
  }

  Clock clock() {
    return clock;
  }

  IdSource ids() {
    return ids;
  }

  private void refreshRoster() {
    try {
      if (chat.roster.refresh()) {
        openClassConversations();
      }
    } catch (RuntimeException e) {
      LOG.warn("The roster could not be read; trying again.", e);
    }
  }

  private void drainHttp() {
    if (http == null) {
      return;
    }
    try {
      if (!http.drain(DRAIN)) {
        LOG.warn("Some requests were still under way after {}.", DRAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
