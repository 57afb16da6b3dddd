package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One morning of one school: everybody connects at an even pace, in random order, and leaves again
 * the same way. The event loop alone touches what is counted; the public methods are for another
 * thread and wait.
 */
final class Morning implements AutoCloseable {

  static final int RECEIVE_BYTES = 4_096;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long to listen for events that should not come. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final InetSocketAddress server;
  private final Rules rules;
  private final List<BellClient> clients = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("morning", true), EpollIoHandler.newFactory());
  private final long[] started;
  private final long[] connected;
  private final long[] lastSeen;
  private final int[] counts;
  private final long[] sums;
  private volatile int connectedCount;
  private volatile long snapshots;
  private volatile long online;
  private volatile long offline;
  private volatile @Nullable String failure;

  Morning(URI address, List<Account> accounts, Rules rules, long seed) {
    this.server = new InetSocketAddress(address.getHost(), address.getPort());
    this.rules = rules;
    this.started = new long[accounts.size()];
    this.connected = new long[accounts.size()];
    this.lastSeen = new long[accounts.size()];
    this.counts = new int[accounts.size()];
    this.sums = new long[accounts.size()];
    for (int i = 0; i < accounts.size(); i++) {
      clients.add(new BellClient(this, i, accounts.get(i)));
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
  }

  // For another thread

  /** Everybody connects within that time; waits until all have heard of all they have to. */
  void come(Duration within) {
    pace(order, within, this::connect);
    await(() -> connectedCount == order.size(), "not everybody is connected");
    await(() -> snapshots + online >= rules.all(), "not everybody was told of everybody");
    listenOn();
    for (int viewer : order) {
      if (!rules.isRight(viewer, counts[viewer], sums[viewer])) {
        throw new IllegalStateException("user " + viewer + " sees " + counts[viewer] + ", wrongly");
      }
    }
  }

  /**
   * Everybody says goodbye: first the admins, one by one, who are seen but do not see; then all
   * others within that time, so that of two who see each other one hears of the other.
   */
  void leave(Duration within) {
    long expected = 0;
    int left = order.size();
    for (int admin : order.stream().filter(rules::isAdmin).toList()) {
      expected += --left;
      goodbye(admin);
      awaitOffline(expected);
    }
    List<Integer> others = order.stream().filter(user -> !rules.isAdmin(user)).toList();
    pace(others, within, this::goodbye);
    awaitOffline(expected + rules.pairs());
    listenOn();
    awaitOffline(expected + rules.pairs());
  }

  private void awaitOffline(long expected) {
    await(() -> offline >= expected, "not everybody was told who left");
    if (offline != expected) {
      throw new IllegalStateException(offline + " events of leaving, not " + expected);
    }
  }

  private void goodbye(int user) {
    loops.execute(clients.get(user)::goodbye);
  }

  private void pace(List<Integer> users, Duration within, IntConsumer action) {
    long start = System.nanoTime();
    for (int i = 0; i < users.size(); i++) {
      long at = start + within.toNanos() * i / users.size();
      while (System.nanoTime() < at) {
        LockSupport.parkNanos(at - System.nanoTime());
      }
      check();
      action.accept(users.get(i));
    }
  }

  private void listenOn() {
    LockSupport.parkNanos(SILENCE.toNanos());
    check();
  }

  private void await(BooleanSupplier condition, String otherwise) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      check();
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            otherwise
                + ": "
                + connectedCount
                + " connected, "
                + snapshots
                + " in snapshots, "
                + online
                + " online and "
                + offline
                + " offline, of "
                + rules.all());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  long onlineEvents() {
    return online;
  }

  long offlineEvents() {
    return offline;
  }

  /** From the beginning of the connect to {@code connected}, in milliseconds, in order. */
  double[] connectMillis() {
    return millis(connected);
  }

  /** From the beginning of the connect to the last who heard of it, of those whom anybody heard. */
  double[] seenMillis() {
    return millis(lastSeen);
  }

  /** How long it was from the first connect to the last {@code connected}, in seconds. */
  double seconds() {
    long first = Arrays.stream(started).min().orElse(0);
    long last = Arrays.stream(connected).max().orElse(0);
    return (last - first) / 1e9;
  }

  private double[] millis(long[] ends) {
    return order.stream()
        .filter(user -> ends[user] != 0)
        .mapToDouble(user -> (ends[user] - started[user]) / 1e6)
        .sorted()
        .toArray();
  }

  @Override
  public void close() {
    loops.execute(() -> clients.forEach(BellClient::close));
    loops.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private void connect(int user) {
    BellClient client = clients.get(user);
    started[user] = System.nanoTime();
    new Bootstrap()
        .group(loops)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES))
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(client);
              }
            })
        .connect(server)
        .addListener(done -> {
          if (!done.isSuccess()) {
            fail("a client cannot connect: " + done.cause());
          }
        });
  }

  // On the event loop

  Rules rules() {
    return rules;
  }

  void fail(String why) {
    failure = why;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void connected(int user) {
    connected[user] = System.nanoTime();
    connectedCount++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void snapshot(int viewer, int about) {
    saw(viewer, about);
    snapshots++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void online(int viewer, int about) {
    saw(viewer, about);
    lastSeen[about] = System.nanoTime();
    online++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void offline() {
    offline++;
  }

  private void saw(int viewer, int about) {
    if (about >= 0) {
      counts[viewer]++;
      sums[viewer] += rules.key(about);
    }
  }
}
