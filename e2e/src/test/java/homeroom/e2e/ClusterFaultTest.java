// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.chat.contracts.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The promise of several nodes: whatever is stored is heard, by clients that ignore revs and never
 * sync, once and in order, by nobody else, and nothing acknowledged is lost, whichever process,
 * network or memory fails meanwhile. {@code -Dhomeroom.cluster.faults} says how often, {@code
 * -Dhomeroom.cluster.seed} what.
 */
class ClusterFaultTest {

  private static final int FAULTS = Integer.getInteger("homeroom.cluster.faults", 8);
  private static final long SEED = Long.getLong("homeroom.cluster.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Of the usual run. */
  private static final int FEW = 16;

  private static final int WRITERS = 3;
  private static final Duration PAUSE = Duration.ofMillis(80);

  /** What happened, and how long it took, in nanoseconds. */
  private record Struck(ClusterFault fault, long held, long worstDelay, long until) {}

  private final Random random = new Random(SEED);
  private final ClusterLedger ledger = new ClusterLedger();
  private final List<ClusterListener> listeners = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final List<Struck> struck = new ArrayList<>();
  private volatile boolean writing = true;

  /** What was not heard is not made good by what is said next. */
  private volatile boolean silent;

  private @Nullable ClusterNode down;
  private CompletableFuture<?> starting = CompletableFuture.completedFuture(null);
  private @Nullable Person reader;

  @Test
  void nothingIsLostDoubledOutOfOrderOrShownToOthersWhateverFails(@TempDir Path folder)
      throws Exception {
    RedisProcess.demand();
    try (var stage =
        new ClusterStage(
            folder, "--drain-seconds", "1", "--message-rate", "0", "--call-rate", "0")) {
      List<Thread> writers = enlist(stage);
      try {
        for (ClusterFault fault : faults()) {
          if (!ledger.isBroken()) {
            struck.add(strike(stage, fault));
          }
        }
        starting.join();
        writing = false;
        for (Thread writer : writers) {
          writer.join(PATIENCE);
        }
        verify(stage);
      } catch (Throwable failed) {
        failed.addSuppressed(new AssertionError("seed " + SEED + "\n" + stage.logs()));
        throw failed;
      } finally {
        writing = false;
        silent = false;
        listeners.forEach(ClusterListener::close);
        report();
      }
    }
  }

  /** All kinds in turn, each time in another order; few of them without those that take long. */
  private List<ClusterFault> faults() {
    var all = new ArrayList<ClusterFault>();
    while (all.size() < FAULTS) {
      var kinds = new ArrayList<>(List.of(ClusterFault.values()));
      if (FAULTS <= FEW) {
        kinds.removeAll(List.of(ClusterFault.LONG_PAUSE, ClusterFault.DEATH, ClusterFault.RESTART));
      }
      Collections.shuffle(kinds, random);
      all.addAll(kinds);
    }
    return all.subList(0, FAULTS);
  }

  /** Three groups of some, and at each node two of each and one of none. */
  private List<Thread> enlist(ClusterStage stage) throws Exception {
    var people = new ArrayList<Person>();
    for (int n = 1; n <= 12; n++) {
      people.add(ClusterStage.person(stage.nodes().get(n % 3), "student" + n));
    }
    List<Person> writers = people.subList(0, WRITERS);
    reader = writers.getFirst();
    for (int g = 0; g < 3; g++) {
      var with = new ArrayList<>(writers.subList(1, WRITERS));
      for (int i = 0; i < 6; i++) {
        with.add(people.get(WRITERS + (g + i) % 6));
      }
      String group = people.getFirst().group("Group " + g, with.toArray(Person[]::new));
      groups.add(group);
    }
    for (Person one : people.subList(WRITERS, 12)) {
      int place = people.indexOf(one);
      listen(stage, one, ClusterStage.conversations(one), place % 3, place % 2 == 0);
    }
    await().atMost(PATIENCE).until(() -> listeners.stream().allMatch(ClusterListener::isConnected));
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < WRITERS; i++) {
      threads.add(Thread.ofVirtual().start(writer(stage, "writer" + i, writers.get(i))));
    }
    return threads;
  }

  private ClusterWriter writer(ClusterStage stage, String name, Person person) {
    return new ClusterWriter(
        name,
        person,
        groups,
        stage.nodes(),
        PAUSE,
        ledger,
        () -> writing,
        () -> silent,
        random.nextLong());
  }

  private void listen(
      ClusterStage stage, Person person, Set<String> conversations, int home, boolean official) {
    var listener =
        new ClusterListener(
            "listener" + listeners.size() + (official ? "-official" : ""),
            person,
            conversations,
            () -> up(stage, home),
            official ? OfficialLine::open : LightLine::open,
            ledger);
    listeners.add(listener);
    var _ = Thread.ofVirtual().start(listener);
  }

  /** The one at that place or the next that runs. */
  private static ClusterNode up(ClusterStage stage, int place) {
    List<ClusterNode> nodes = stage.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      ClusterNode node = nodes.get((place + i) % nodes.size());
      if (node.isUp()) {
        return node;
      }
    }
    return nodes.get(place);
  }

  private Struck strike(ClusterStage stage, ClusterFault fault) throws Exception {
    if (fault.endsNode()) {
      starting.join();
    }
    ClusterNode node = victim(stage);
    long began = System.nanoTime();
    boolean thenSilent = random.nextBoolean();
    ClusterWriter writer = writer(stage, "stricken" + struck.size(), reader());
    fault.strike(stage, node, writer, random, () -> silent = thenSilent);
    long over = System.nanoTime();
    if (fault.endsNode()) {
      down = node;
      starting = CompletableFuture.runAsync(() -> startAgain(node));
    }
    Map<String, Long> stored = stored(stage);
    await("all is heard after " + fault + " of " + node.name() + ", seed " + SEED)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() ->
            ledger.isBroken() || listeners.stream().allMatch(one -> one.hasHeard(stored, over)));
    long until = System.nanoTime() - over;
    silent = false;
    long worst = 0;
    for (ClusterListener listener : listeners) {
      boolean silenced = fault.silences() && listener.isAt(node);
      worst = Math.max(worst, listener.worstDelay(began, silenced ? over : began));
    }
    return new Struck(fault, over - began, worst, until);
  }

  /** One that runs; which one is random. */
  private ClusterNode victim(ClusterStage stage) {
    List<ClusterNode> running =
        stage.nodes().stream().filter(node -> starting.isDone() || !node.equals(down)).toList();
    return running.get(random.nextInt(running.size()));
  }

  private static void startAgain(ClusterNode node) {
    try {
      var _ = node.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The newest rev of each group, by a node that answers. */
  private Map<String, Long> stored(ClusterStage stage) {
    var revs = new HashMap<String, Long>();
    for (String group : groups) {
      await("the store is read")
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            Rest rest = new Rest(up(stage, random.nextInt(3)).url(), reader().rest().token());
            Rest.Answer answer = rest.get("/conversations/" + group);
            if (answer.status() == 200) {
              revs.put(group, answer.body().get("rev").longValue());
            }
            return answer.status() == 200;
          });
    }
    return revs;
  }

  private Person reader() {
    if (reader == null) {
      throw new IllegalStateException("nobody is there yet");
    }
    return reader;
  }

  private void verify(ClusterStage stage) throws Exception {
    ServerProcess server = stage.a().server();
    Map<String, Long> stored = stored(stage);
    await("everybody has heard everything, seed " + SEED)
        .atMost(PATIENCE)
        .until(
            () -> ledger.isBroken() || listeners.stream().allMatch(one -> one.isUpToDate(stored)));
    var history = new HashMap<String, NavigableMap<Long, JsonNode>>();
    var byId = new HashMap<String, JsonNode>();
    for (String group : groups) {
      history.put(group, CrashTest.all(ClusterStage.at(stage.a(), reader()).rest(), group));
    }
    history
        .values()
        .forEach(ones -> ones.values().forEach(one -> byId.put(one.get("_id").stringValue(), one)));
    listeners.forEach(one -> one.judge(byId));
    assertThat(ledger.broken(byId)).as("broken promises, seed " + SEED).isEmpty();
    CrashTest.assertOneMessagePerClientId(byId);
    CrashTest.assertGapless(server, history);
    assertThat(ledger.promises.acked.get()).isPositive();
  }

  private void report() {
    Ledger promises = ledger.promises;
    System.out.printf(
        "ClusterFaultTest: %d faults, seed %d: %d changes acknowledged, %d asked again (%d of them"
            + " were stored before), %d given up, %d pushes on %d connections; %d violations%n",
        struck.size(),
        SEED,
        promises.acked.get(),
        promises.retried.get(),
        promises.duplicates.get(),
        ledger.abandoned.get(),
        promises.pushes.get(),
        listeners.stream().mapToLong(ClusterListener::connections).sum(),
        promises.violations.size());
    System.out.println(
        "                        faults  longest, s   latest after its ack, s   all heard after its"
            + " end, s: median, most");
    var byFault = new EnumMap<ClusterFault, List<Struck>>(ClusterFault.class);
    struck.forEach(one -> byFault.computeIfAbsent(one.fault(), key -> new ArrayList<>()).add(one));
    byFault.forEach((fault, all) ->
        System.out.printf(
            "%-22s %7d %11.2f %25.2f %28.2f %6.2f%n",
            fault,
            all.size(),
            seconds(all.stream().mapToLong(Struck::held).max().orElse(0)),
            seconds(all.stream().mapToLong(Struck::worstDelay).max().orElse(0)),
            seconds(median(all.stream().mapToLong(Struck::until))),
            seconds(all.stream().mapToLong(Struck::until).max().orElse(0))));
  }

  private static long median(LongStream values) {
    long[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
