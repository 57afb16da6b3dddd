package homeroom.bench;

import homeroom.bench.load.LoadGenerator;
import homeroom.bench.load.RoomLoad;
import homeroom.bench.report.Table;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures broadcasts: all servers alive at once, each under each load in turn, round by round. */
final class FanoutBench implements AutoCloseable {

  /** From the start of a load until it is measured. */
  private static final long SETTLE_MILLIS = 200;

  /** Rounds that do not count: just-in-time compilers are still at work in them. */
  private static final int WARM_UP_ROUNDS = 2;

  private final FanoutPlan plan;
  private final PrintWriter progress;
  private final LoadGenerator generator = new LoadGenerator();
  private final List<Stand> stands = new ArrayList<>();
  private final long self = ProcessHandle.current().pid();

  private record Stand(
      Contender contender, RoomServerProcess server, Map<Integer, RoomLoad> rooms) {}

  /** Starts all servers and fills their rooms. */
  FanoutBench(FanoutPlan plan, Workshop workshop, Cores cores, PrintWriter progress)
      throws IOException, InterruptedException {
    this.plan = plan;
    this.progress = progress;
    try {
      for (Contender contender : plan.servers()) {
        open(contender, workshop.start(contender, cores));
      }
    } catch (IOException | InterruptedException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private void open(Contender contender, RoomServerProcess server) throws InterruptedException {
    Map<Integer, RoomLoad> rooms = new HashMap<>();
    stands.add(new Stand(contender, server, rooms));
    for (int size : plan.rooms()) {
      rooms.put(size, generator.join(server.port(), contender + "-" + size, size));
    }
  }

  /** What was measured in the rounds that count. */
  List<Sample> run() throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (int round = 1 - WARM_UP_ROUNDS; round <= plan.rounds(); round++) {
      for (FanoutPlan.Load load : plan.loads()) {
        List<Sample> measured = measure(load, round);
        tell(load, round, measured);
        if (round > 0) {
          samples.addAll(measured);
        }
      }
    }
    return samples;
  }

  private List<Sample> measure(FanoutPlan.Load load, int round) throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    for (Stand stand : stands) {
      samples.add(measure(stand, load, round));
    }
    return samples;
  }

  private Sample measure(Stand stand, FanoutPlan.Load load, int round) throws InterruptedException {
    RoomLoad room = stand.rooms().get(load.room());
    if (room == null) {
      throw new IllegalStateException("there is no room of " + load.room());
    }
    begin(room, load);
    Thread.sleep(SETTLE_MILLIS);
    if (load.isPaced()) {
      var _ = room.takeLatencies();
    }
    CpuTime serverBefore = stand.server().cpu();
    CpuTime selfBefore = CpuTime.of(self);
    RoomLoad.Count before = room.count();
    Thread.sleep((long) (plan.seconds() * 1_000));
    RoomLoad.Count after = room.count();
    CpuTime used = stand.server().cpu().since(serverBefore);
    double selfUsed = CpuTime.of(self).since(selfBefore).seconds();
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    RoomLoad.Latencies latencies = load.isPaced() ? room.takeLatencies() : RoomLoad.Latencies.NONE;
    room.stop();
    return new Sample(
        stand.contender().title(),
        load,
        round,
        seconds,
        after.deliveries() - before.deliveries(),
        used,
        selfUsed / seconds,
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

  private void tell(FanoutPlan.Load load, int round, List<Sample> samples) {
    var line = new StringBuilder();
    line.append(round < 1 ? "warming up" : "round " + round + " of " + plan.rounds());
    line.append(", ").append(load).append(':');
    for (Sample sample : samples) {
      line.append("  ").append(sample.server()).append(' ');
      line.append(
          load.isPaced()
              ? Table.number(sample.p99Micros() / 1e3, 2) + " ms"
              : Table.number(sample.cpuPerMillion(), 2));
    }
    progress.println(line);
    progress.flush();
  }

  @Override
  public void close() {
    generator.close();
    stands.forEach(stand -> stand.server().close());
  }
}
