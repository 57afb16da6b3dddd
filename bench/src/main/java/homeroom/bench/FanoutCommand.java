// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.report.Machine;
import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedReport;
import homeroom.bench.report.Results;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.MeasuredCheckout;
import homeroom.bench.server.RoomServerProcess;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench fanout}: what a broadcast costs. */
@Command(
    name = "fanout",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what a broadcast to a room of WebSocket clients costs each server.",
      "",
      "All servers are alive at once, each pinned to the first processor; the load",
      "is pinned to the second. A round measures every server under every load for",
      "a second or two, one after the other, so that a machine that changes its",
      "speed changes it for all. CPU is what the operating system counts for the",
      "server's process; ratios are taken within a round, and the tables show",
      "their medians.",
      "",
      "With W messages outstanding, W members of the room speak, each again when",
      "everybody has what it said. For latency, messages come at a fixed rate that",
      "makes 10,000 deliveries a second.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench fanout           all of it: about eleven minutes",
      "  ./homeroom bench fanout --quick   is everything in place? half a minute",
      "  ./homeroom bench fanout --rooms 1000 --servers homeroom,floor",
      "  ./homeroom bench fanout --against ../before   is a delivery dearer than before?"
    })
final class FanoutCommand implements Callable<Integer> {

  private static final int ROUNDS = 8;
  private static final int AGAINST_ROUNDS = 12;
  private static final int QUICK_ROUNDS = 1;
  private static final double QUICK_SECONDS = 0.3;

  @Mixin private ServersOption servers = new ServersOption();

  @Option(
      names = "--rounds",
      description = "Rounds that count, after two to warm up (default: 8, --against: 12).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      defaultValue = "1.5",
      description = "How long each server is measured under each load (default: 1.5).")
  private double seconds;

  @Option(
      names = "--rooms",
      split = ",",
      defaultValue = "30,200,1000",
      paramLabel = "MEMBERS",
      description = "Sizes of rooms (default: 30,200,1000).")
  private List<Integer> rooms = List.of();

  @Option(
      names = "--windows",
      split = ",",
      defaultValue = "4,1",
      paramLabel = "MESSAGES",
      description = "Numbers of outstanding messages, 1 to 32 (default: 4,1).")
  private List<Integer> windows = List.of();

  @Option(
      names = "--quick",
      description = "One round of 0.3 s each, to see that everything works; not for figures.")
  private boolean quick;

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description =
          "Measures instead this checkout beside another one, which is built if it is not, with"
              + " messages outstanding: their servers go first by turns, and the ratios of CPU per"
              + " delivery within the rounds say whether this one is slower.")
  private @Nullable Path against;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (against != null) {
      against(MeasuredCheckout.of(against), out);
      return 0;
    }
    FanoutPlan plan = plan(servers.choose(out));
    servers.requireFiles(
        plan.servers().size() * plan.rooms().stream().mapToInt(Integer::intValue).sum());
    var workshop = new Workshop(ServersOption.folder(), List.of());
    Machine machine = Machine.here();
    Cores cores = Cores.ofThisMachine();
    ServersOption.prepare(plan.servers(), workshop, cores, out);
    try (var fanout = new FanoutBench(plan, workshop, cores, out)) {
      List<Sample> samples = fanout.run();
      tell(plan, samples, machine, cores, out);
    }
    return 0;
  }

  private FanoutPlan plan(List<Contender> contenders) {
    require(
        (rounds == null || rounds > 0) && seconds > 0, "--rounds and --seconds are more than 0.");
    require(rooms.stream().allMatch(size -> size > 0), "--rooms have at least one member.");
    require(
        windows.stream().allMatch(window -> window >= 1 && window <= 32),
        "--windows are 1 to 32 messages.");
    return new FanoutPlan(contenders, rooms, windows, rounds(), quick ? QUICK_SECONDS : seconds);
  }

  private int rounds() {
    if (rounds != null) {
      return rounds;
    }
    int usual = against == null ? ROUNDS : AGAINST_ROUNDS;
    return quick ? QUICK_ROUNDS : usual;
  }

  private void against(MeasuredCheckout other, PrintWriter out)
      throws IOException, InterruptedException {
    require(other.exists(), "--against: there is no launcher in " + other.folder() + ".");
    FanoutPlan plan = plan(List.of());
    servers.requireFiles(2 * plan.rooms().stream().mapToInt(Integer::intValue).sum());
    out.println("Preparing the other checkout ...");
    out.flush();
    other.build();
    Machine machine = Machine.here();
    Cores cores = Cores.ofThisMachine();
    cores.moveLoad();
    var workshop = new Workshop(ServersOption.folder(), List.of());
    Map<String, PairedComparison> loads;
    try (RoomServerProcess ours = workshop.start("this", MeasuredCheckout.here(), cores);
        RoomServerProcess theirs = workshop.start("other", other, cores);
        var both = new FanoutAgainst(plan, ours, theirs, out)) {
      loads = both.run();
    }
    var results = new Results(ServersOption.folder().resolve("results"), Clock.systemUTC());
    new PairedReport(
            "Fan-out beside another checkout",
            "CPU s/M",
            cores.pinned(),
            MeasuredCheckout.here().revision(),
            other.revision(),
            loads)
        .tell("fanout-against", machine, results, out);
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /** All that is known, for programs. */
  record Numbers(Machine machine, FanoutPlan plan, FanoutSummary summary, List<Sample> samples) {}

  private static void tell(
      FanoutPlan plan, List<Sample> samples, Machine machine, Cores cores, PrintWriter out)
      throws IOException {
    FanoutSummary summary = FanoutSummary.of(samples);
    var report = new FanoutReport(plan, summary);
    out.println();
    out.println(report.tables());
    Path saved =
        new Results(ServersOption.folder().resolve("results"), Clock.systemUTC())
            .save(
                "fanout",
                new Numbers(machine, plan, summary, samples),
                report.markdown(machine, cores));
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.flush();
  }
}
