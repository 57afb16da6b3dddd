// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.bench.client.ClientLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
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

  private static final int RECEIVE_BYTES = 4_096;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** How long to listen for events that should not come. */
  private static final Duration SILENCE = Duration.ofMillis(500);

  private final InetSocketAddress server;
  private final Rules rules;
  private final List<BellDevice> devices = new ArrayList<>();
  private final List<Integer> order = new ArrayList<>();
  private final ClientLoop loop = new ClientLoop("morning", RECEIVE_BYTES);
  private final long[] started;
  private final long[] connected;
  private final long[] lastSeen;
  private final BitSet[] came;
  private final BitSet[] went;
  private final AtomicIntegerArray wentCounts;
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
    this.came = new BitSet[accounts.size()];
    this.went = new BitSet[accounts.size()];
    this.wentCounts = new AtomicIntegerArray(accounts.size());
    for (int i = 0; i < accounts.size(); i++) {
      devices.add(new BellDevice(this, i, accounts.get(i)));
      order.add(i);
      came[i] = new BitSet(accounts.size());
      went[i] = new BitSet(accounts.size());
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
      demand(viewer, came[viewer].equals(rules.seenBy(viewer)), "who came");
    }
  }

  /**
   * One half says goodbye within that time, and the other hears of each whom it sees; then the
   * other half goes. What those hear who go themselves nobody can say.
   */
  void leave(Duration within) {
    List<Integer> leaving = order.subList(0, order.size() / 2);
    List<Integer> staying = order.subList(order.size() / 2, order.size());
    var gone = new BitSet();
    leaving.forEach(gone::set);
    pace(leaving, within.dividedBy(2), this::goodbye);
    for (int viewer : staying) {
      BitSet wanted = (BitSet) rules.seenBy(viewer).clone();
      wanted.and(gone);
      await(
          () -> wentCounts.get(viewer) >= wanted.cardinality(), "not everybody was told who left");
    }
    listenOn();
    for (int viewer : staying) {
      BitSet wanted = (BitSet) rules.seenBy(viewer).clone();
      wanted.and(gone);
      demand(viewer, went[viewer].equals(wanted), "who left");
    }
    pace(staying, within.dividedBy(2), this::goodbye);
    listenOn();
  }

  private static void demand(int viewer, boolean right, String of) {
    if (!right) {
      throw new IllegalStateException("user " + viewer + " was told wrongly " + of);
    }
  }

  private void goodbye(int user) {
    loop.loop().execute(devices.get(user).socket()::disconnect);
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
    loop.loop().execute(() -> devices.forEach(device -> device.socket().close()));
    loop.close();
  }

  private void connect(int user) {
    started[user] = System.nanoTime();
    loop.connect(server, user, devices.get(user).socket());
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
    mark(came[viewer], about);
    snapshots++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void online(int viewer, int about) {
    mark(came[viewer], about);
    lastSeen[about] = System.nanoTime();
    online++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void offline(int viewer, int about) {
    mark(went[viewer], about);
    wentCounts.incrementAndGet(viewer);
    offline++;
  }

  /** Nobody is told of the same twice. */
  private void mark(BitSet known, int about) {
    if (known.get(about)) {
      fail("somebody was told twice of user " + about);
    }
    known.set(about);
  }
}
