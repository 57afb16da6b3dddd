// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.load.RoomLoad;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.RoomServerProcess;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running server whose rooms are full, measured under one load at a time. For one thread. */
final class FanoutStand implements AutoCloseable {

  /** From the start of a load until it is measured. */
  private static final long SETTLE_MILLIS = 200;

  private final RoomServerProcess server;
  private final Map<Integer, RoomLoad> rooms = new HashMap<>();
  private final long self = ProcessHandle.current().pid();

  FanoutStand(RoomServerProcess server) {
    this.server = server;
  }

  /** Fills a room of each size. */
  void fill(LoadGenerator generator, List<Integer> sizes) throws InterruptedException {
    for (int size : sizes) {
      rooms.put(size, generator.join(server.port(), server.title() + "-" + size, size));
    }
  }

  /**
   * Measures one load.
   *
   * @param round what the sample says of itself
   */
  Sample measure(FanoutPlan.Load load, int round, double seconds) throws InterruptedException {
    RoomLoad room = rooms.get(load.room());
    if (room == null) {
      throw new IllegalStateException("there is no room of " + load.room());
    }
    begin(room, load);
    Thread.sleep(SETTLE_MILLIS);
    if (load.isPaced()) {
      var _ = room.takeLatencies();
    }
    CpuTime serverBefore = server.cpu();
    CpuTime selfBefore = CpuTime.of(self);
    RoomLoad.Count before = room.count();
    Thread.sleep((long) (seconds * 1_000));
    RoomLoad.Count after = room.count();
    CpuTime used = server.cpu().since(serverBefore);
    double selfUsed = CpuTime.of(self).since(selfBefore).seconds();
    double took = (after.nanos() - before.nanos()) / 1e9;
    RoomLoad.Latencies latencies = load.isPaced() ? room.takeLatencies() : RoomLoad.Latencies.NONE;
    room.stop();
    return new Sample(
        server.title(),
        load,
        round,
        took,
        after.deliveries() - before.deliveries(),
        used,
        selfUsed / took,
        latencies.nanos().getValueAtPercentile(50) / 1e3,
        latencies.nanos().getValueAtPercentile(99) / 1e3,
        latencies.skipped());
  }

  private static void begin(RoomLoad room, FanoutPlan.Load load) {
    if (load.isPaced()) {
      room.keepPace((double) FanoutPlan.PACED_DELIVERIES / load.room());
    } else {
      room.keepOutstanding(load.window());
    }
  }

  /** Ends the server. The clients in its rooms, which would mind, are to be gone. */
  @Override
  public void close() {
    server.close();
  }
}
