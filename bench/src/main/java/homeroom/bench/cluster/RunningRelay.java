// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.load.RoomLoad;
import homeroom.bench.server.Cores;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.RedisProcess;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a relay with a Redis of their own, and their rooms, measured under one load at a
 * time. For one thread.
 */
final class RunningRelay implements AutoCloseable {

  /** From the start of a load until it is measured. */
  private static final long SETTLE_MILLIS = 200;

  private final Relay relay;
  private final RedisProcess redis;
  private final List<RoomServerProcess> nodes = new ArrayList<>();
  private final Map<Integer, RoomLoad> rooms = new HashMap<>();
  private final long self = ProcessHandle.current().pid();

  /** Starts Redis and so many nodes. */
  RunningRelay(Relay relay, int count, Workshop workshop, Cores cores) throws IOException {
    this.relay = relay;
    this.redis = RedisProcess.start(cores);
    try {
      for (int i = 0; i < count; i++) {
        nodes.add(relay.start(workshop, cores, redis.port(), i, count));
      }
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  Relay relay() {
    return relay;
  }

  int count() {
    return nodes.size();
  }

  /** Fills a room of each size. */
  void fill(LoadGenerator generator, List<Integer> sizes) throws InterruptedException {
    List<Integer> ports = nodes.stream().map(RoomServerProcess::port).toList();
    for (int size : sizes) {
      // Not as long as the id of a socket, 20 characters: sharded channels take it for one.
      rooms.put(size, generator.join(ports, "r" + nodes.size() + "-" + size, size));
    }
  }

  /** Has all rooms talk. */
  void beginTalk(int window) {
    rooms.values().forEach(room -> room.keepOutstanding(window));
  }

  /** Ends that. */
  void endTalk() {
    rooms.values().forEach(RoomLoad::stop);
  }

  /**
   * Measures one load.
   *
   * @param window messages outstanding, unless the load is paced
   * @param round what the sample says of itself
   */
  ClusterSample measure(ClusterPlan.Load load, int window, int round, double seconds)
      throws InterruptedException {
    RoomLoad room = rooms.get(load.room());
    if (room == null) {
      throw new IllegalStateException("there is no room of " + load.room());
    }
    if (load.paced()) {
      room.keepPace((double) ClusterPlan.PACED_DELIVERIES / load.room());
    } else {
      room.keepOutstanding(window);
    }
    Thread.sleep(SETTLE_MILLIS);
    if (load.paced()) {
      var _ = room.takeLatencies();
    }
    List<CpuTime> nodesBefore = nodeCpu();
    CpuTime redisBefore = redis.cpu();
    CpuTime selfBefore = CpuTime.of(self);
    RoomLoad.Count before = room.count();
    Thread.sleep((long) (seconds * 1_000));
    RoomLoad.Count after = room.count();
    List<CpuTime> nodesAfter = nodeCpu();
    double redisUsed = redis.cpu().since(redisBefore).seconds();
    double selfUsed = CpuTime.of(self).since(selfBefore).seconds();
    double took = (after.nanos() - before.nanos()) / 1e9;
    RoomLoad.Latencies latencies = load.paced() ? room.takeLatencies() : RoomLoad.Latencies.NONE;
    room.stop();
    return new ClusterSample(
        relay,
        load,
        round,
        took,
        after.deliveries() - before.deliveries(),
        used(nodesBefore, nodesAfter),
        redisUsed,
        selfUsed / took,
        latencies.elsewhereNanos().getValueAtPercentile(50) / 1e3,
        latencies.elsewhereNanos().getValueAtPercentile(99) / 1e3,
        latencies.skipped());
  }

  private List<CpuTime> nodeCpu() {
    return nodes.stream().map(RoomServerProcess::cpu).toList();
  }

  private static List<Double> used(List<CpuTime> before, List<CpuTime> after) {
    var used = new ArrayList<Double>();
    for (int i = 0; i < before.size(); i++) {
      used.add(after.get(i).since(before.get(i)).seconds());
    }
    return used;
  }

  /** Ends nodes and Redis. The clients in the rooms, which would mind, are to be gone. */
  @Override
  public void close() {
    nodes.forEach(RoomServerProcess::close);
    redis.close();
  }
}
