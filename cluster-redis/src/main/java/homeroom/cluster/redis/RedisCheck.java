// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.NodeId;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a server of the bus found. It changes nothing, and may run beside nodes.
 *
 * @param answered how long it took to answer
 * @param version of Redis, or the one that it is compatible with, as 7.2.4
 * @param maxMemory bytes that it may take; 0 if nothing says how many
 * @param usedMemory bytes that it has taken
 * @param eviction what it does once these are taken, as {@value #NOTHING}
 * @param keepsLog whether it writes all that it does to its disk
 * @param clockBehind by how much this machine's clock is behind its own, the way there left out
 */
public record RedisCheck(
    Duration answered,
    String version,
    long maxMemory,
    long usedMemory,
    String eviction,
    boolean keepsLog,
    Duration clockBehind) {

  /** It refuses what there is no room for, instead of forgetting something else. */
  public static final String NOTHING = "noeviction";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The quickest answer counts: the driver's first ones take long. */
  private static final int QUESTIONS = 20;

  /** A name that no store has: nothing is there. */
  private static final RedisNames NAMES = new RedisNames("doctor");

  private static final NodeId NODE = new NodeId("doctor", "0");

  /** A connection of its own, for one look. */
  private record Looking(
      RedisServer server, StatefulRedisConnection<String, byte[]> connection, Deadline deadline)
      implements Link {

    <T> T ask(Supplier<CompletionStage<T>> question) {
      return Connector.answer(server, this, deadline, question);
    }

    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public void close() {
      var _ = connection.closeAsync();
    }
  }

  /**
   * Asks the server, and whether it lets the user do what a bus does: of each kind of command one
   * that changes nothing where nothing is.
   *
   * @param trusted as in {@link RedisBusSettings}
   * @throws BusUnavailable if it does not answer or refuses, with a sentence that has no password
   */
  public static RedisCheck of(RedisServer server, @Nullable Path trusted, Clock clock) {
    RedisBusLimits usual = RedisBusLimits.DEFAULT;
    var settings =
        new RedisBusSettings(
            List.of(server),
            trusted,
            NAMES.store(),
            usual.with(PATIENCE, usual.kept(), usual.nodeAlive()));
    try (var connector = new Connector(settings, NODE)) {
      Deadline deadline = Deadline.in(PATIENCE);
      var looking = new Looking(server, connector.commands(server, deadline), deadline);
      try (looking) {
        demandWhatABusDoes(looking, connector);
        return of(looking, clock);
      }
    }
  }

  private static RedisCheck of(Looking looking, Clock clock) {
    RedisAsyncCommands<String, byte[]> redis = looking.connection().async();
    Duration answered = PATIENCE;
    Duration behind = Duration.ZERO;
    for (int i = 0; i < QUESTIONS; i++) {
      Instant asked = clock.instant();
      long began = System.nanoTime();
      List<byte[]> time = looking.ask(redis::time);
      var took = Duration.ofNanos(System.nanoTime() - began);
      if (took.compareTo(answered) < 0) {
        answered = took;
        behind = Duration.between(asked.plus(took.dividedBy(2)), instant(time));
      }
    }
    Map<String, String> said =
        (looking.ask(() -> redis.info("server"))
                + looking.ask(() -> redis.info("memory"))
                + looking.ask(() -> redis.info("persistence")))
            .lines()
            .filter(line -> line.indexOf(':') > 0)
            .collect(
                Collectors.toMap(
                    line -> line.substring(0, line.indexOf(':')),
                    line -> line.substring(line.indexOf(':') + 1).strip(),
                    (first, again) -> first));
    return new RedisCheck(
        answered,
        said.getOrDefault("redis_version", ""),
        Words.number(said.getOrDefault("maxmemory", "0")),
        Words.number(said.getOrDefault("used_memory", "0")),
        said.getOrDefault("maxmemory_policy", NOTHING),
        !"0".equals(said.getOrDefault("aof_enabled", "0")),
        behind);
  }

  private static Instant instant(List<byte[]> time) {
    long seconds = Words.number(new String(time.getFirst(), UTF_8));
    long micros = Words.number(new String(time.get(1), UTF_8));
    return Instant.ofEpochSecond(seconds, micros * 1_000);
  }

  /**
   * Scripts, what logs are made of, and channels, under names that begin as the bus's do. Not
   * within a script, of which older servers do not say that a right is missing.
   */
  private static void demandWhatABusDoes(Looking looking, Connector connector) {
    RedisAsyncCommands<String, byte[]> redis = looking.connection().async();
    Long _ = looking.ask(() -> redis.eval("return 1", ScriptOutputType.INTEGER));
    String nothing = NAMES.nodes();
    var _ = looking.ask(() -> redis.hmget(nothing, "run"));
    var _ = looking.ask(() -> redis.xrange(nothing, Range.unbounded()));
    Long _ = looking.ask(() -> redis.xtrim(nothing, 1));
    Long _ = looking.ask(() -> redis.zcard(nothing));
    Long _ = looking.ask(() -> redis.zremrangebyscore(nothing, Range.create(0, 1)));
    Long _ = looking.ask(() -> redis.del(nothing));
    Boolean _ = looking.ask(() -> redis.pexpire(nothing, 1));
    Long _ = looking.ask(() -> redis.publish(NAMES.beats(NODE), new byte[0]));
    StatefulRedisPubSubConnection<String, byte[]> channels =
        connector.channels(looking.server(), looking.deadline());
    try {
      Void _ = looking.ask(() -> channels.async().subscribe(NAMES.beats(NODE)));
    } finally {
      var _ = channels.closeAsync();
    }
  }

  /** Whether it has what the bus needs. */
  public boolean isNewEnough() {
    String[] parts = version.split("\\.", -1);
    int major = number(parts, 0);
    return major > 6 || (major == 6 && number(parts, 1) >= 2);
  }

  private static int number(String[] parts, int at) {
    String part = at < parts.length ? Objects.requireNonNull(parts[at]) : "";
    return part.matches("[0-9]{1,4}") ? Integer.parseInt(part) : 0;
  }

  /** Whether it refuses what needs memory, since it could not forget enough. */
  public boolean isFull() {
    return maxMemory > 0 && usedMemory > maxMemory;
  }

  /** Whether it may forget what it still has to know. */
  public boolean forgets() {
    return maxMemory > 0 && !eviction.equals(NOTHING);
  }
}
