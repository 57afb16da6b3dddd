// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.chat.bus.BusLimits;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.ChangeListener;
import homeroom.chat.bus.News;
import homeroom.chat.bus.Node;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.contracts.CuttingProxy;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.contracts.RedisProcess;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes on a real server: whatever happens to it, both tell every change once and in order. */
class NodeOnRedisTest {

  private static final int CHANGES = 300;

  /** Of a node: one for commands, one for what it hears. */
  private static final int CONNECTIONS = 2;

  @TempDir private static Path folder = Path.of("");

  private final SchoolId school = Buses.aSchool();
  private final InMemoryStores stores = new InMemoryStores();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Buses buses = new Buses();
  private final List<Member> members = new ArrayList<>();

  /** The newest rev in the store. */
  private final AtomicLong stored = new AtomicLong();

  private RedisProcess redis;
  private CuttingProxy network;

  /** A node that tells what it hears, and what it finds in the store. */
  private final class Member implements ChangeListener {
    private final Node node;
    private final List<Long> told = new ArrayList<>();

    Member(RedisServer server, InMemoryStores stores) {
      var id = new NodeId(Fixtures.id("node"), "1");
      var settings =
          new RedisBusSettings(List.of(server), null, Buses.STORE, RedisBusLimits.DEFAULT);
      node =
          new Node(
              id,
              buses.open(settings, id),
              stores.nodes(),
              stores.hints(),
              Clock.systemUTC(),
              Timer.on(clock),
              Thread::startVirtualThread,
              BusLimits.DEFAULT);
      node.tell(this);
      node.start();
      node.serve(school);
    }

    /** Stores a change, tells it, and has the others told. */
    void change() {
      long rev;
      synchronized (stored) {
        rev = stored.incrementAndGet();
      }
      tell(rev);
      boolean taken;
      do {
        taken = node.publish(school, node.logGeneration(school), List.of(Buses.message(rev)));
      } while (!taken);
    }

    private synchronized void tell(long upTo) {
      for (long rev = told.size() + 1L; rev <= upTo; rev++) {
        told.add(rev);
      }
    }

    private synchronized int toldSoFar() {
      return told.size();
    }

    @Override
    public void heard(SchoolId of, Change.OfMessage change) {
      tell(change.rev());
    }

    @Override
    public void heard(SchoolId of, News news) {}

    @Override
    public void heard(SchoolId of, NodeId from, Notice.OfPresence notice) {}

    @Override
    public void heard(SchoolId of, Notice.OfReceipts notice) {}

    @Override
    public void heard(SchoolId of, Notice.OfTyping notice) {}

    @Override
    public void heard(Notice.OfFailure notice) {}

    @Override
    public void catchUp() {}

    @Override
    public void begins(SchoolId of, Instant since, Instant now) {}

    @Override
    public void introduce(SchoolId of) {}

    @Override
    public void living(Set<NodeId> nodes) {}

    @Override
    public Map<ConversationId, RuntimeException> look(SchoolId of, Instant since) {
      tell(stored.get());
      return Map.of();
    }

    @Override
    public void look(SchoolId of, ConversationId conversation, Instant since) {
      tell(stored.get());
    }
  }

  @BeforeAll
  static void demand() {
    RedisProcess.demand();
  }

  @BeforeEach
  void start() {
    redis = new RedisProcess(folder);
    network = new CuttingProxy(redis.port());
    // Both name the same server, as nodes have to.
    members.add(new Member(Buses.at(network.port()), stores));
    await().until(() -> network.connections() == CONNECTIONS);
    members.add(new Member(Buses.at(network.port()), stores.second()));
    await().until(() -> network.connections() == 2 * CONNECTIONS);
  }

  @AfterEach
  void stop() {
    members.forEach(member -> member.node.close());
    clock.shutdownNow();
    buses.close();
    network.close();
    redis.close();
  }

  private void everybodyIsTold() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(members).allMatch(member -> member.toldSoFar() == stored.get()));
    assertThat(members)
        .allSatisfy(member ->
            assertThat(member.told)
                .containsExactlyElementsOf(
                    LongStream.rangeClosed(1, stored.get()).boxed().toList()));
  }

  private void change(Consumer<Integer> atOnce) {
    for (int i = 0; i < CHANGES; i++) {
      atOnce.accept(i);
      members.get(i % 2).change();
    }
  }

  @Test
  void withoutAnyFaultBothTellAll() {
    change(i -> {});
    everybodyIsTold();
  }

  @Test
  void aFlushALossOfSubscriptionsAndARestartLoseNothing() {
    change(i -> {
      switch (i) {
        case 50 -> redis.ask("FLUSHALL");
        case 100, 101, 120 -> redis.ask("CLIENT KILL TYPE pubsub");
        case 150 -> redis.ask("CLIENT KILL TYPE normal");
        case 200 -> redis.stop();
        case 250 -> redis.startAgain();
        default -> {
          // Nothing happens.
        }
      }
    });
    everybodyIsTold();
    change(i -> {});
    everybodyIsTold();
  }

  @ParameterizedTest
  @EnumSource
  void whoIsCutOffTellsAllWhileItIsAndAfterwards(CuttingProxy.Cut cut) {
    change(i -> {
      if (i == 100) {
        network.cut(cut, CONNECTIONS);
      }
    });
    everybodyIsTold();
    network.mend();
    change(i -> {});
    everybodyIsTold();
  }
}
