// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.Bus;
import homeroom.chat.bus.BusUnavailable;
import homeroom.chat.bus.Change;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Position;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.school.SchoolId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's way to the bus on Redis. Each school is on one of the servers, which know nothing of
 * each other: while one of them is away, the others' schools go on. Connections are made when they
 * are needed, and again when they were lost; no server need be there at first. As long as some
 * server knows another node that has other ones, this bus is away.
 */
public final class RedisBus implements Bus, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);

  private final NodeId node;
  private final EntryCodec codec;
  private final Connector connector;
  private final Sharding sharding;
  private final Map<RedisServer, Shard> shards = new HashMap<>();
  private final ExecutorService beats = Executors.newVirtualThreadPerTaskExecutor();

  /** Whether another node has other servers, as the last beat said. */
  private volatile boolean divided;

  /**
   * Connects to nothing yet.
   *
   * @param events those that it carries: records, and sealed interfaces of records
   * @param random of which the names of logs are made
   */
  public RedisBus(
      RedisBusSettings settings,
      NodeId node,
      Collection<Class<? extends ChatEvent>> events,
      RandomGenerator random) {
    this.node = node;
    this.codec = new EntryCodec(events);
    this.connector = new Connector(settings, node);
    this.sharding = new Sharding(settings.servers());
    var names = new RedisNames(settings.store());
    Supplier<String> epochs = epochs(random);
    for (RedisServer server : settings.servers()) {
      shards.put(
          server, new Shard(server, connector, names, node, codec, settings.limits(), epochs));
    }
  }

  private static Supplier<String> epochs(RandomGenerator random) {
    String start = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX) + ".";
    var number = new AtomicLong();
    return () -> start + Long.toString(number.incrementAndGet(), Character.MAX_RADIX);
  }

  /**
   * The server of a school.
   *
   * @throws BusUnavailable while another node may take another one for it
   */
  private Shard shard(SchoolId school) {
    if (divided) {
      throw new BusUnavailable("Other nodes have other Redis servers.");
    }
    return place(school);
  }

  private Shard place(SchoolId school) {
    Shard shard = shards.get(sharding.server(school));
    if (shard == null) {
      throw new IllegalStateException("no server has it");
    }
    return shard;
  }

  @Override
  public Position append(SchoolId school, List<Change> changes) {
    return shard(school).append(school, codec.payload(node, changes));
  }

  @Override
  public void pass(SchoolId school, Change change) {
    place(school).pass(school, codec.passed(node, change));
  }

  @Override
  public Subscription subscribe(SchoolId school, Listener listener) {
    return shard(school).subscribe(school, listener);
  }

  @Override
  public Reading after(SchoolId school, Position position) {
    return shard(school).after(school, position);
  }

  @Override
  public Position head(SchoolId school) {
    return shard(school).head(school);
  }

  /** Also says that the node is there, to each server, at once. */
  @Override
  public void beat(Collection<SchoolId> schools) {
    var beating = new HashMap<Shard, List<SchoolId>>();
    shards.values().forEach(shard -> beating.put(shard, new ArrayList<>()));
    for (SchoolId school : schools) {
      beating.computeIfAbsent(place(school), shard -> new ArrayList<>()).add(school);
    }
    String servers = sharding.fingerprint();
    var waiting = new ArrayList<Future<String>>();
    try {
      beating.forEach((shard, its) -> waiting.add(beats.submit(() -> shard.beat(its, servers))));
    } catch (RejectedExecutionException e) {
      throw new BusUnavailable("The bus is closed.");
    }
    await(waiting);
  }

  /** Waits for all of them, whatever becomes of the first. */
  private void await(List<Future<String>> waiting) {
    BusUnavailable fault = null;
    String other = "";
    for (Future<String> one : waiting) {
      try {
        String named = one.get();
        other = named.isEmpty() ? other : named;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BusUnavailable("Whoever waited for Redis was interrupted.");
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof BusUnavailable unavailable)) {
          throw new IllegalStateException(e.getCause());
        }
        fault = unavailable;
      }
    }
    if (fault == null || !other.isEmpty()) {
      setDivided(other);
    }
    if (fault != null) {
      throw fault;
    }
  }

  /** What nodes cannot hear from each other they find in the store, as when Redis is away. */
  private void setDivided(String other) {
    boolean was = divided;
    divided = !other.isEmpty();
    if (divided && !was) {
      LOG.error(
          "Node {} has other Redis servers than this one: none are used",
          other.substring(0, other.lastIndexOf(' ')));
      shards.values().forEach(Shard::endSubscriptions);
    } else if (was && !divided) {
      LOG.info("All nodes name the same Redis servers");
    }
  }

  @Override
  public Set<String> away() {
    return shards.values().stream()
        .filter(shard -> !shard.isThere())
        .map(shard -> shard.server().toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Ends all subscriptions and connections. */
  @Override
  public void close() {
    shards.values().forEach(Shard::close);
    beats.close();
    connector.close();
  }
}
