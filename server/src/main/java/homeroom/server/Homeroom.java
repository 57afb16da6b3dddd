// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.auth.AccessTokens;
import homeroom.api.auth.Passwords;
import homeroom.api.description.Descriptions;
import homeroom.api.oidc.OidcProvider;
import homeroom.api.oidc.OidcRoutes;
import homeroom.api.rest.HealthRoutes;
import homeroom.api.rest.Readiness;
import homeroom.api.rest.RestTransport;
import homeroom.api.rest.SignInCards;
import homeroom.api.rest.StoreProbe;
import homeroom.api.service.CallMeter;
import homeroom.api.socket.ChatSocket;
import homeroom.api.socket.ChatSockets;
import homeroom.api.socket.TokenInUrl;
import homeroom.api.wire.HealthQueuesPayload;
import homeroom.api.wire.Json;
import homeroom.chat.Chat;
import homeroom.chat.ChatEnvironment;
import homeroom.chat.ChatLimits;
import homeroom.chat.Stores;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.message.Messaging;
import homeroom.chat.people.SignInWays;
import homeroom.chat.presence.ConnectionManager;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.school.IdSource;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.time.Timer;
import homeroom.http.Cors;
import homeroom.http.HttpHandler;
import homeroom.http.HttpServer;
import homeroom.http.MemoryBudget;
import homeroom.socketio.ClientFiles;
import homeroom.socketio.SocketIoServer;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: every part, built by its constructor, from the store up to the port. Opened with its
 * data, then started; closing it drains first.
 */
public final class Homeroom implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Homeroom.class);

  /** How soon a renewed certificate is shown to new connections. */
  private static final Duration CERTIFICATE_POLL = Duration.ofSeconds(30);

  /** How often each event loop is asked how late it is. */
  private static final Duration LOOP_WATCH = Duration.ofSeconds(1);

  /** When what the start left is collected. */
  private static final Duration AFTER_START = Duration.ofSeconds(2);

  /** How often the size of the old generation is looked at. */
  private static final Duration OLD_GENERATION_LOOK = Duration.ofSeconds(5);

  /** How long the sockets of a node that is cut off take to go, unless a drain has a time. */
  private static final Duration MOVED_OVER = Duration.ofSeconds(30);

  /** How long a stop waits for the handlers of sockets, and then for requests under way. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What the data directory keeps for this server and its operator alone. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Keys(byte[] secret, String metricsToken) {}

  private final Clock clock;
  private final IdSource ids;
  private final OpenStores opened;
  private final ScheduledExecutorService timer = timer("timer");
  private final Timer time = Timer.on(timer);
  private final ScheduledExecutorService receipts = timer("receipts");
  private final Passwords passwords =
      new Passwords(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  private final Metrics metrics = new Metrics();
  private final Figures figures = new Figures(metrics);
  private final MemoryBudget memory = MemoryBudget.ofHeap();
  private final Chat<ChatSocket> chat;
  private final SignInSetup signIn;
  private final Wire wire;
  private final MetricsAccess metricsAccess;
  private final @Nullable ScheduledBackups backups;
  private final ClockSteps clockSteps;
  private final @Nullable StoreWatch watch;
  private final RosterUpkeep rosters;
  private final @Nullable ClusterNode node;
  private final SocketIoServer sockets;
  private final HttpServer.Builder listener;
  private final String host;
  private final @Nullable PublicUrl publicUrl;
  private final String scheme;
  private final boolean hasPage;
  private final Duration checkAfter;
  private final Duration drain;
  private final HealthRoutes healthRoutes;
  private final SocketMoving moving;
  private volatile @Nullable HttpServer http;
  private boolean closed;

  private Homeroom(
      OpenStores opened,
      @Nullable ClusterSettings cluster,
      Keys keys,
      DataDirectory directory,
      ServerOptions options,
      Clock clock)
      throws IOException {
    this.clock = clock;
    this.ids = new TimeOrderedIds(clock, new SecureRandom());
    this.opened = opened;
    Stores stores = opened.stores();
    Cors cors = options.cors();
    this.node = node(cluster, opened);
    this.sockets = sockets(cluster, options);
    var chatSockets = new ChatSockets(sockets.namespace("/"), time, Thread::startVirtualThread);
    ConnectionManager<ChatSocket> connections = chatSockets.connections();
    Fanout fanout = metrics.counting(chatSockets.fanout());
    ChatLimits limits = options.chatLimits();
    var ways =
        new SignInWays(
            stores.factors(),
            stores.roster(),
            options.identityProviders.stream().map(OidcProvider::trusted).toList(),
            clock);
    this.chat =
        new Chat<>(
            stores,
            connections,
            fanout,
            limits,
            environment(options, ways),
            node == null ? null : node.cluster());
    this.signIn =
        new SignInSetup(stores, chat, ways, passwords, keys.secret(), options, clock, time, ids);
    this.backups = backups(directory, options, clock);
    this.watch = watch();
    this.clockSteps = new ClockSteps(clock, time);
    this.rosters =
        new RosterUpkeep(chat, directory, options, fanout, ids, clock, this::followSchools);
    var probe = new StoreProbe(stores::probe, time);
    this.wire =
        new Wire(
            chat,
            signIn,
            chatSockets,
            rosters.uploads(),
            ids,
            clock,
            new CallMeter(time, metrics),
            health(probe, directory, options, connections));
    this.metricsAccess =
        new MetricsAccess(metrics, keys.metricsToken(), options.metricsPublic, options.metricsPort);
    this.host = options.host;
    this.publicUrl = options.publicUrl;
    this.checkAfter = Duration.ofSeconds(options.checkAfterSeconds);
    this.drain = options.drain;
    this.moving =
        new SocketMoving(
            sockets, () -> node != null && node.isCutOff(), drain.isZero() ? MOVED_OVER : drain);
    var page = new WebClient(wire.rest);
    this.hasPage = !options.noWeb && page.isThere();
    this.healthRoutes = new HealthRoutes(probe, this::readiness);
    this.listener =
        HttpServer.builder()
            .host(options.host)
            .port(options.port)
            .io(options.io)
            .cors(cors)
            .basePath(options.basePath())
            .handler(options.noWeb ? wire.rest : page)
            .memory(memory)
            .limits(HeapLimits.ofHttp(options.tls.isWanted()))
            .withoutToken("/authentication")
            .handler("/metrics", metricsAccess.onMainPort())
            .handler(SignInCards.PATH, cards(options))
            .trustedProxies(options.trustedProxies)
            .handler("/health/live", healthRoutes)
            .handler("/health/ready", healthRoutes)
            .errorPage(RestTransport::errorPage)
            .mount("/socket.io/", sockets.mount());
    if (signIn.oidc != null) {
      listener.handler(OidcRoutes.PATH, signIn.oidc);
    }
    Descriptions.PATHS.forEach(path -> listener.handler(path, wire.descriptions));
    if (!options.noWeb) {
      WebClient.PATHS.forEach(path -> listener.handler(path, page));
    }
    HttpHandler client = ClientFiles.handler(RestTransport::errorPage);
    ClientFiles.PATHS.forEach(path -> listener.handler(path, client));
    this.scheme = options.tls.speak(listener) ? "https" : "http";
    figures.ofStores(stores);
    figures.ofSockets(connections, sockets);
    figures.ofCalls(() -> http, wire.services, passwords);
    figures.ofMemory(memory);
    figures.ofClock(clockSteps);
    if (node != null) {
      node.show(metrics, chat::foundChanges);
    }
  }

  private @Nullable ClusterNode node(@Nullable ClusterSettings cluster, OpenStores opened) {
    return cluster == null
        ? null
        : new ClusterNode(cluster, Objects.requireNonNull(opened.shared()), clock, time);
  }

  private static SocketIoServer sockets(@Nullable ClusterSettings cluster, ServerOptions options) {
    SocketIoServer.Builder building =
        SocketIoServer.builder()
            .limits(options.socketLimits())
            .cors(options.cors())
            .gate(new TokenInUrl())
            .strangersUntilNamed()
            .json(Json.packets());
    return (cluster == null ? building : building.node(cluster.node().name())).build();
  }

  private Readiness readiness() {
    return node == null ? Readiness.READY : node.readiness();
  }

  /** Has those that are new followed too. */
  private void followSchools() {
    if (node != null) {
      node.follow(chat.roster());
    }
  }

  private ServerHealth health(
      StoreProbe probe,
      DataDirectory directory,
      ServerOptions options,
      ConnectionManager<ChatSocket> connections) {
    Path certificate = options.tls.certificate;
    var parts =
        new ServerHealth.Parts(
            probe,
            directory.store() instanceof SqliteAddress(Path file) ? file : null,
            watch,
            backups,
            certificate == null ? null : new CertificateFile(certificate),
            clockSteps,
            this::queues);
    return new ServerHealth(parts, connections, chat.roster(), chat.imports(), clock);
  }

  private HealthQueuesPayload queues() {
    Stores stores = opened.stores();
    return new HealthQueuesPayload(
        stores.waitingWrites(),
        stores.waitingReads(),
        passwords.waiting(),
        wire.services.waiting());
  }

  private SignInCards cards(ServerOptions options) {
    PublicUrl url = options.publicUrl;
    return new SignInCards(
        signIn.service,
        wire.services,
        signIn.codes,
        chat.roster(),
        wire.faults,
        url == null ? "" : url.toString());
  }

  /**
   * Opens the data, without listening yet.
   *
   * @param clock in whole milliseconds
   * @throws IOException if another server runs on it that is no node beside this one, or it cannot
   *     be read
   */
  static Homeroom open(DataDirectory directory, ServerOptions options, Clock clock)
      throws IOException {
    options.logFormat.use();
    ClusterSettings cluster = options.cluster.cluster();
    Path secret = options.cluster.secretFile;
    var keys =
        new Keys(
            secret == null ? directory.secret() : SecretFile.readOrMake(secret),
            directory.metricsToken());
    StoreAddress store = directory.store();
    OpenStores opened =
        cluster == null ? store.openAlone() : store.openAsNode(cluster.node(), keys.secret());
    try {
      return new Homeroom(opened.whole(), cluster, keys, directory, options, clock);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private @Nullable StoreWatch watch() {
    if (!(opened.stores() instanceof SqliteStores store)) {
      return null;
    }
    var watching = new StoreWatch(store);
    figures.ofStoreFile(watching);
    return watching;
  }

  private @Nullable ScheduledBackups backups(
      DataDirectory directory, ServerOptions options, Clock clock) throws IOException {
    Path folder = options.backups.directory;
    if (folder == null) {
      return null;
    }
    if (!(opened.stores() instanceof SqliteStores store)) {
      throw new IOException("--backup-dir is for a store in a file: MongoDB has mongodump.");
    }
    var made =
        new ScheduledBackups(
            new BackupFolder(folder),
            new BackupCopy(store, directory, clock),
            options.backups.every(),
            options.backups.keep(),
            clock);
    figures.ofBackups(made);
    return made;
  }

  /** Answers at one path more; to be called before the start. */
  void serve(String path, HttpHandler handler) {
    listener.handler(path, handler);
  }

  /** Whether the address is one to open in a browser. */
  boolean hasPage() {
    return hasPage;
  }

  /** Listens from now on. */
  synchronized void start() throws IOException {
    if (node != null) {
      node.start(chat.roster());
      every(SocketMoving.EVERY, moving::look);
    }
    rosters.begin();
    http = listen();
    Objects.requireNonNull(http).watchDelay(LOOP_WATCH, metrics::delayed);
    metricsAccess.start();
    if (watch != null) {
      watch.start(time, checkAfter);
    }
    if (backups != null) {
      backups.start();
    }
    rosters.start();
    signIn.keepUp(node != null);
    keepSmall();
    every(ClockSteps.EVERY, clockSteps::look);
    every(CERTIFICATE_POLL, this::refreshCertificate);
  }

  private void every(Duration pause, Runnable look) {
    var _ =
        timer.scheduleWithFixedDelay(
            look, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Collects what the JVM would leave, first what the start left. */
  private void keepSmall() {
    var oldGeneration = new OldGeneration(System::nanoTime, chat.imports()::isBringingIn);
    var _ =
        timer.scheduleWithFixedDelay(
            oldGeneration::look,
            AFTER_START.toMillis(),
            OLD_GENERATION_LOOK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private ChatEnvironment environment(ServerOptions options, SignInWays ways) {
    boolean hasProvider = options.signIn.issuer() != null;
    return new ChatEnvironment(
        clock,
        time,
        ids,
        passwords::hash,
        ways.or(user -> hasProvider),
        task -> Thread.startVirtualThread(task),
        receipts);
  }

  /** Once it is shut down, what is still to be done later is not done. */
  static ScheduledExecutorService timer(String name) {
    return new ScheduledThreadPoolExecutor(
        1,
        Thread.ofPlatform().name(name).daemon().factory(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private HttpServer listen() throws IOException {
    try {
      return listener.start();
    } catch (BindException e) {
      throw new IOException(
          "Homeroom " + e.getMessage() + ": choose another --port or --host, or stop what uses it.",
          e);
    }
  }

  /** Where clients reach it. */
  String address() {
    HttpServer running = Objects.requireNonNull(http, "started");
    return scheme + "://" + host + ":" + running.port();
  }

  /** Where people reach it, if a proxy stands before it. */
  Optional<PublicUrl> publicUrl() {
    return Optional.ofNullable(publicUrl);
  }

  /**
   * Stops as its operator asks for: it is not ready any more and takes no new sockets, closes those
   * that are there evenly over {@code --drain-seconds}, and goes on for everybody else until then.
   */
  synchronized void stop() {
    stop(drain);
  }

  /**
   * Stops at once: sockets are closed so that their clients go elsewhere, requests under way are
   * answered, and the store is closed. Does nothing the second time.
   */
  @Override
  public synchronized void close() {
    stop(Duration.ZERO);
  }

  private void stop(Duration over) {
    if (closed) {
      return;
    }
    closed = true;
    healthRoutes.stopping();
    moving.end();
    chat.presence().handOver();
    drainSockets(over);
    rosters.close();
    if (backups != null) {
      backups.close();
    }
    drainHttp();
    metricsAccess.close();
    metrics.close();
    sockets.close();
    timer.shutdownNow();
    passwords.close();
    chat.close();
    receipts.shutdown();
    if (node != null) {
      node.close();
    }
    opened.close();
  }

  /** Gives every class that has no conversation its own, before the start. */
  void openClassConversations() {
    opened
        .stores()
        .roster()
        .schools()
        .forEach(school -> chat.conversations().openClassConversations(school.id()));
  }

  /** Tells {@code told} once, in a sentence, if another server takes the store over. */
  void whenStoreLost(Consumer<String> told) {
    opened.hold().whenLost(told);
  }

  RosterStore rosterStore() {
    return opened.stores().roster();
  }

  Roster roster() {
    return chat.roster();
  }

  /** The names of the services that clients may call, but {@code authentication}. */
  Set<String> services() {
    return wire.services.names();
  }

  AccessTokens tokens() {
    return signIn.tokens;
  }

  Conversations conversations() {
    return chat.conversations();
  }

  Messaging messaging() {
    return chat.messaging();
  }

  Clock clock() {
    return clock;
  }

  IdSource ids() {
    return ids;
  }

  private void refreshCertificate() {
    try {
      if (Objects.requireNonNull(http, "started").refreshCertificate()) {
        LOG.info("The certificate was read again.");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("The renewed certificate cannot be used; the one before stays in use.", e);
    }
  }

  /** Before the event loops end: who leaves is told to others, and that is sent on them. */
  private void drainSockets(Duration over) {
    try {
      if (!sockets.drain(over, GRACE)) {
        LOG.warn("Some calls on sockets were still under way after {}.", over.plus(GRACE));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drainHttp() {
    if (http == null) {
      return;
    }
    try {
      if (!http.drain(GRACE)) {
        LOG.warn("Some requests were still under way after {}.", GRACE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
