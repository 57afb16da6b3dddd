package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.AuthenticationService;
import homeroom.api.auth.Authenticator;
import homeroom.api.auth.Passwords;
import homeroom.api.rest.HealthRoutes;
import homeroom.api.rest.RestTransport;
import homeroom.api.service.ConversationService;
import homeroom.api.service.MessageService;
import homeroom.api.service.OfMessageService;
import homeroom.api.service.RosterService;
import homeroom.api.service.Services;
import homeroom.api.service.SyncService;
import homeroom.api.service.UserService;
import homeroom.api.socket.ChatSocket;
import homeroom.api.socket.Deliveries;
import homeroom.api.socket.SocketFanout;
import homeroom.api.socket.SocketTransport;
import homeroom.api.wire.Faults;
import homeroom.chat.conversation.ConversationPolicy;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Directory;
import homeroom.chat.conversation.Groups;
import homeroom.chat.conversation.Membership;
import homeroom.chat.message.ConversationViews;
import homeroom.chat.message.EditHistory;
import homeroom.chat.message.Editing;
import homeroom.chat.message.History;
import homeroom.chat.message.Inbox;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.MessageViews;
import homeroom.chat.message.Messaging;
import homeroom.chat.message.Receipts;
import homeroom.chat.message.Sequencer;
import homeroom.chat.message.Sync;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.presence.Presence;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.http.HttpServer;
import homeroom.socketio.Namespace;
import homeroom.socketio.SocketIoServer;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

  /** How long deliveries are gathered before they are stored and told. */
  private static final Duration RECEIPT_GATHER = Duration.ofMillis(200);

  /** How long a stop waits for requests under way. */
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Clock clock = Clock.systemUTC();
  private final IdSource ids = new TimeOrderedIds(clock, new SecureRandom());
  private final FileLock lock;
  private final SqliteStores stores;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("timer").daemon().factory());
  private final Passwords passwords =
      new Passwords(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private final Roster roster;
  private final AccessTokens tokens;
  private final Conversations conversations;
  private final Messaging messaging;
  private final Receipts receipts;
  private final SocketIoServer sockets;
  private final HttpServer.Builder listener;
  private final String host;
  private @Nullable HttpServer http;
  private boolean closed;

  private Homeroom(FileLock lock, SqliteStores stores, byte[] secret, ServerOptions options) {
    this.lock = lock;
    this.stores = stores;
    this.tokens = new AccessTokens(secret, clock, ids);
    this.roster = new Roster(stores.roster());
    this.sockets = SocketIoServer.builder().limits(options.socketLimits()).build();
    Namespace namespace = sockets.namespace("/");
    var connections = new ConnectionManager<ChatSocket>();
    var membership = new Membership(roster, stores.conversations());
    var policy = new ConversationPolicy(roster);
    var conversationViews = new ConversationViews(membership, stores.messages(), stores.receipts());
    var deliveries = new Deliveries();
    var fanout = new SocketFanout(namespace, connections, conversationViews, deliveries);
    this.conversations =
        new Conversations(stores.conversations(), membership, policy, roster, fanout, ids, clock);
    var groups = new Groups(stores.conversations(), membership, policy, fanout, ids, clock);
    var views = new MessageViews(stores.receipts(), membership);
    var sequencer = new Sequencer();
    MessageLimits limits = options.messageLimits();
    this.messaging =
        new Messaging(
            stores.messages(),
            policy,
            conversations,
            membership,
            views,
            sequencer,
            fanout,
            clock,
            ids,
            limits);
    var editing =
        new Editing(
            stores.messages(),
            policy,
            membership,
            views,
            sequencer,
            fanout,
            stores.audit(),
            clock,
            limits);
    this.receipts =
        new Receipts(
            stores.receipts(), stores.messages(), membership, fanout, clock, RECEIPT_GATHER);
    var history = new History(stores.messages(), membership, conversations, views);
    var editHistory = new EditHistory(stores.messages(), membership, policy, stores.audit(), clock);
    var inbox = new Inbox(conversations, conversationViews);
    var sync =
        new SyncService(
            new Sync(membership, inbox, stores.messages(), views, stores.receipts(), receipts));
    var services =
        new Services(
            List.of(
                new MessageService(messaging, history, editing),
                new ConversationService(inbox, conversations, groups, conversationViews),
                new UserService(new Directory(roster, stores.conversations())),
                RosterService.classes(roster),
                RosterService.classTeachers(roster),
                RosterService.classEnrollments(roster),
                OfMessageService.receipts(receipts),
                OfMessageService.history(editHistory),
                sync));
    var authentication =
        new AuthenticationService(
            new Authenticator(stores.roster(), roster, passwords, tokens, options.tokenLifetime()));
    var faults = new Faults(ids);
    var presence = new Presence<>(connections, fanout, clock);
    new SocketTransport(
            namespace,
            deliveries,
            services,
            authentication,
            roster,
            presence,
            new SocketTransport.UseCases(messaging, editing, receipts, sync),
            faults,
            clock,
            timer)
        .register();
    this.host = options.host;
    this.listener =
        HttpServer.builder()
            .host(options.host)
            .port(options.port)
            .handler(new RestTransport(services, authentication, faults))
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
    FileLock lock = directory.lock();
    return new Homeroom(lock, directory.stores(), directory.secret(), options);
  }

  /** Listens from now on. */
  synchronized void start() throws IOException {
    openClassConversations();
    http = listener.start();
    var _ =
        timer.scheduleWithFixedDelay(
            this::refreshRoster,
            ROSTER_POLL.toMillis(),
            ROSTER_POLL.toMillis(),
            TimeUnit.MILLISECONDS);
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
    receipts.close();
    stores.close();
    unlock();
  }

  /** Gives every class that has no conversation its own; also after another process made one. */
  void openClassConversations() {
    stores.roster().schools().forEach(school -> conversations.openClassConversations(school.id()));
  }

  RosterStore rosterStore() {
    return stores.roster();
  }

  Roster roster() {
    return roster;
  }

  AccessTokens tokens() {
    return tokens;
  }

  Conversations conversations() {
    return conversations;
  }

  Messaging messaging() {
    return messaging;
  }

  Clock clock() {
    return clock;
  }

  IdSource ids() {
    return ids;
  }

  private void refreshRoster() {
    try {
      if (roster.refresh()) {
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

  private void unlock() {
    try {
      lock.close();
      lock.acquiredBy().close();
    } catch (IOException e) {
      LOG.warn("The lock of the data directory could not be given back.", e);
    }
  }
}
