// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server on Netty event loops. Safe for many threads; none of its methods may be called
 * on an event loop but {@link #port()} and {@link #eventLoops()}.
 */
public final class HttpServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(HttpServer.class);

  /**
   * What one read of a connection takes at most, and with io_uring a connection that is silent
   * keeps: 16 KiB, the same for whoever had us expect more.
   */
  private static final RecvByteBufAllocator RECEIVING =
      new AdaptiveRecvByteBufAllocator(64, 2_048, 16_384);

  private static final Duration LOOP_STOP_LIMIT = Duration.ofSeconds(5);

  private final ServerState state;
  private final EventLoopGroup loops;
  private final Channel listener;
  private final ChannelGroup channels;
  private final @Nullable TlsCertificate tls;

  private HttpServer(
      ServerState state,
      EventLoopGroup loops,
      Channel listener,
      ChannelGroup channels,
      @Nullable TlsCertificate tls) {
    this.state = state;
    this.loops = loops;
    this.listener = listener;
    this.channels = channels;
    this.tls = tls;
  }

  /** A server that listens on a free port of the loopback interface and knows no path. */
  public static Builder builder() {
    return new Builder();
  }

  /** The port listened on. */
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  /** Requests in the hands of handlers. */
  public long requests() {
    return state.requests().taken();
  }

  /** Open connections, those that have left HTTP included. */
  public long connections() {
    return state.openConnections().taken();
  }

  /**
   * Shows new connections a renewed certificate; to be called from time to time. Reads files.
   *
   * @return whether the files have changed
   * @throws IOException if they cannot be used; the last ones that could be stay in use
   */
  public boolean refreshCertificate() throws IOException {
    return tls != null && tls.refresh();
  }

  /** The threads of the connections, for mounts that schedule work of their own on them. */
  public EventLoopGroup eventLoops() {
    return loops;
  }

  /**
   * Tells how much later than due each event loop did a small task, in nanoseconds, on that loop.
   *
   * @param every how often each loop is asked
   */
  public void watchDelay(Duration every, LongConsumer told) {
    loops.forEach(loop -> {
      var delay = new LoopDelay(loop, every, told);
      loop.execute(delay::next);
    });
  }

  /**
   * Stops accepting, closes idle connections, and returns when the requests under way are answered,
   * each with {@code Connection: close}, or after {@code grace}. A request held by a mount is under
   * way until the mount answers it. Upgraded connections stay; their mount ends them, or {@link
   * #close()}.
   *
   * @return whether everything under way was answered within {@code grace}
   * @throws InterruptedException if interrupted while waiting; the server then still drains
   */
  public boolean drain(Duration grace) throws InterruptedException {
    state.startDraining();
    listener.close().await();
    for (HttpConnection connection : state.connections()) {
      connection.channel().eventLoop().execute(connection::drain);
    }
    return state.awaitDrained(grace);
  }

  /** Closes every connection at once and stops the event loops. Does nothing the second time. */
  @Override
  public void close() {
    state.startDraining();
    listener.close().awaitUninterruptibly();
    if (!loops.isShuttingDown()) {
      awaitAccepted();
    }
    channels.close().awaitUninterruptibly();
    loops
        .shutdownGracefully(0, LOOP_STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  /** Connections accepted just before the listener closed reach their event loops as tasks. */
  private void awaitAccepted() {
    if (!loops.isShuttingDown()) {
      loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
    }
  }

  /** What a server is made of; each call replaces what the same call said before. */
  public static final class Builder {

    private final Map<String, Mount> mounts = new LinkedHashMap<>();
    private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();
    private String host = "127.0.0.1";
    private int port;
    private HttpLimits limits = HttpLimits.DEFAULTS;
    private ErrorPage errorPage = ErrorPage.PLAIN_TEXT;
    private @Nullable HttpHandler application;
    private TrustedProxies proxies = TrustedProxies.NONE;
    private @Nullable Cors cors;
    private String basePath = "";
    private IoBackend backend = IoBackend.best();
    private TimeSource time = TimeSource.system();
    private @Nullable MemoryBudget memory;
    private final Set<String> withoutToken = new HashSet<>();
    private @Nullable Path certificate;
    private @Nullable Path key;

    private Builder() {}

    /** The interface to listen on: a name or address; {@code 0.0.0.0} for all. */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /** The port to listen on, 0 for a free one. */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /** What the server bounds; {@link HttpLimits#DEFAULTS} unless said. */
    public Builder limits(HttpLimits limits) {
      this.limits = limits;
      return this;
    }

    /** Takes every request that no prefix below takes; usually a router. */
    public Builder handler(HttpHandler application) {
      this.application = application;
      return this;
    }

    /** Takes {@code pathPrefix} and all below it away from a shorter prefix or the application. */
    public Builder handler(String pathPrefix, HttpHandler handler) {
      handlers.put(checkedPrefix(pathPrefix), handler);
      return this;
    }

    /**
     * Takes {@code pathPrefix} and all below it: "/a/" and "/a" both take "/a", "/a/" and "/a/b",
     * not "/ab". The longest prefix wins.
     */
    public Builder mount(String pathPrefix, Mount mount) {
      mounts.put(checkedPrefix(pathPrefix), mount);
      return this;
    }

    /** The form of the server's own refusals; plain text unless said. */
    public Builder errorPage(ErrorPage errorPage) {
      this.errorPage = errorPage;
      return this;
    }

    /**
     * What the paths of requests may begin with: where a proxy gives this server a folder of its
     * host, and leaves the folder in the path. Such as {@code /chat}; none unless said.
     */
    public Builder basePath(String path) {
      this.basePath = path;
      return this;
    }

    /** Whose pages may call the handlers and read refusals; none unless said. Mounts see to it. */
    public Builder cors(Cors cors) {
      this.cors = cors;
      return this;
    }

    /** Speaks TLS with this certificate chain and its PKCS#8 key, both PEM files. */
    public Builder tls(Path certPem, Path keyPem) {
      this.certificate = certPem;
      this.key = keyPem;
      return this;
    }

    /**
     * Neighbours believed about the client's address ({@code X-Forwarded-For}) and the host it
     * asked for ({@code X-Forwarded-Host}, {@code X-Forwarded-Port}); of others these are taken
     * away.
     *
     * @param ranges addresses or CIDR ranges such as {@code 10.0.0.0/8} or {@code fd00::/8}
     * @throws IllegalArgumentException if one is neither
     */
    public Builder trustedProxies(Collection<String> ranges) {
      this.proxies = TrustedProxies.of(ranges);
      return this;
    }

    /**
     * How the event loops ask the operating system; the best available one takes its place where it
     * is missing.
     */
    public Builder io(IoBackend backend) {
      this.backend = backend;
      return this;
    }

    /**
     * What counts the bytes kept until something is finished; a quarter of the heap unless said.
     */
    public Builder memory(MemoryBudget memory) {
      this.memory = memory;
      return this;
    }

    /** Has requests of this very path count as if they had no token, such as those to sign in. */
    public Builder withoutToken(String path) {
      withoutToken.add(path);
      return this;
    }

    /** Where time limits and dates come from; this machine by default. */
    public Builder time(TimeSource time) {
      this.time = time;
      return this;
    }

    /**
     * Listens.
     *
     * @throws BindException if the port cannot be had
     * @throws IOException if the certificate and key cannot be used
     */
    public HttpServer start() throws IOException {
      TlsCertificate tls =
          certificate == null || key == null ? null : TlsCertificate.of(certificate, key);
      var state =
          new ServerState(
              limits,
              destinations(),
              errorPage,
              proxies,
              cors == null ? Cors.origins(List.of()) : cors,
              basePath,
              time,
              memory == null ? MemoryBudget.ofHeap() : memory,
              withoutToken);
      IoBackend available = backend.orBest();
      var loops =
          new MultiThreadIoEventLoopGroup(
              limits.eventLoopThreads(),
              new DefaultThreadFactory("http-loop"),
              available.ioHandlers());
      ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
      try {
        Channel listener = listen(loops, available, state, channels, tls);
        var server = new HttpServer(state, loops, listener, channels, tls);
        log.info(
            "listening on {}://{}:{} with {}",
            tls == null ? "http" : "https",
            host,
            server.port(),
            available);
        return server;
      } catch (Throwable failed) {
        var _ = loops.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
        throw failed;
      }
    }

    private Channel listen(
        EventLoopGroup loops,
        IoBackend available,
        ServerState state,
        ChannelGroup channels,
        @Nullable TlsCertificate tls)
        throws IOException {
      int high = limits.writeBufferBytes();
      var bound =
          new ServerBootstrap()
              .group(loops)
              .channel(available.serverChannel())
              .option(ChannelOption.SO_REUSEADDR, true)
              .option(ChannelOption.SO_BACKLOG, 4_096)
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVING)
              .childOption(
                  ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high))
              .childHandler(new Acceptor(state, channels, tls))
              .bind(host, port)
              .awaitUninterruptibly();
      if (!bound.isSuccess()) {
        var taken = new BindException("cannot listen on " + host + ":" + port);
        taken.initCause(bound.cause());
        throw taken;
      }
      return bound.channel();
    }

    private Destinations destinations() {
      Map<String, Destination> byPrefix = new LinkedHashMap<>();
      handlers.forEach((prefix, handler) ->
          byPrefix.put(
              prefix, new Destination.ToHandler(answering(handler), limits.maxBodyBytes())));
      mounts.forEach((prefix, mount) -> byPrefix.put(prefix, new Destination.ToMount(mount)));
      ErrorPage page = errorPage;
      HttpHandler fallback =
          application == null
              ? request -> page.answer(404, "There is nothing at " + request.path() + ".")
              : application;
      return new Destinations(
          byPrefix, new Destination.ToHandler(answering(fallback), limits.maxBodyBytes()));
    }

    private HttpHandler answering(HttpHandler handler) {
      return cors == null ? handler : cors.wrap(handler);
    }

    private static String checkedPrefix(String prefix) {
      if (!prefix.startsWith("/")) {
        throw new IllegalArgumentException("a path prefix starts with '/', but is: " + prefix);
      }
      return prefix;
    }
  }
}
