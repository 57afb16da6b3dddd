// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.bell;

import homeroom.bench.chat.Account;
import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.report.Statistics;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.CpuTime;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench bell}: what it costs when a whole school comes within seconds. */
@Command(
    name = "bell",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the morning bell: a whole school that comes and goes within seconds.",
      "",
      "Everybody (each student in 6 classes of 30, 6 teachers for 100 students, 1 admin",
      "for 400) connects over WebSocket",
      "within S seconds, with tokens made before, stays until everybody was told of",
      "everybody they see, and leaves within S seconds. Whom each user was told of",
      "is compared with the roster; one event too many or too few fails the bench.",
      "The limits of users are those that there are by default; whoever meets one, too.",
      "",
      "The first morning after a start is reported by itself: fresh processes, as the",
      "launcher starts them, on a school that was made before, by people who have come",
      "once. The last of them goes on: as its JVM compiles, mornings become cheaper.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench bell                          two minutes",
      "  ./homeroom bench bell --starts 9 --warm-up 0 --mornings 1   first mornings",
      "  ./homeroom bench bell --students 500,2000,9400 as the school grows"
    })
public final class BellCommand implements Callable<Integer> {

  @Option(
      names = "--students",
      split = ",",
      defaultValue = "2000",
      description = "Students of the school; several for several schools (default: 2000).")
  private List<Integer> students = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "5",
      paramLabel = "S",
      description = "How long they take to come, and to leave (default: 5).")
  private double seconds;

  @Option(
      names = "--starts",
      defaultValue = "3",
      description =
          "Fresh processes whose first morning is measured by itself; the last of them goes on with"
              + " the mornings after it (default: 3).")
  private int starts;

  @Option(
      names = "--warm-up",
      defaultValue = "4",
      paramLabel = "MORNINGS",
      description = "Mornings between the first one and those that are measured warm (default: 4).")
  private int warmUp;

  @Option(
      names = "--mornings",
      defaultValue = "3",
      description = "Mornings that are measured warm (default: 3).")
  private int mornings;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "A further option of the server's JVM; can be given several times.")
  private List<String> jvmOptions = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * One school, morning by morning.
   *
   * @param first of a fresh process each; the last of these is that of the others, too
   * @param cold not measured for a verdict: the JVM still compiles
   */
  record SchoolMornings(
      int students, List<BellFigures> first, List<BellFigures> cold, List<BellFigures> warm) {}

  @Override
  public Integer call() throws Exception {
    if (!"Linux".equals(System.getProperty("os.name"))
        || mornings < 1
        || starts < 1
        || seconds <= 0) {
      throw new ParameterException(
          spec.commandLine(), "This reads /proc: it runs on Linux; numbers are more than 0.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Cores cores = Cores.ofThisMachine();
    cores.moveLoad();
    var schools = new ArrayList<SchoolMornings>();
    for (int size : students) {
      Path folder = Files.createTempDirectory("homeroom-bench-");
      try {
        schools.add(measure(size, cores, folder, out));
      } finally {
        DemoServer.remove(folder);
      }
    }
    tell(Machine.here(), cores, schools, out);
    return 0;
  }

  private SchoolMornings measure(int size, Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    var setting =
        new DemoServer.Setting(folder.resolve("data"), size, cores, jvmOptions).withLimits();
    MeasuredCheckout here = MeasuredCheckout.here();
    makeSchool(here, setting);
    var school = new SchoolMornings(size, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int start = 1; start <= starts; start++) {
      try (DemoServer server = DemoServer.launch(here, setting)) {
        List<Account> accounts = Account.read(server.tokens());
        Rules rules = rules(accounts, setting.folder());
        school.first.add(morning(server, accounts, rules, start));
        tell(out, size, "first morning of start " + start, school.first.getLast());
        if (start == starts) {
          later(server, accounts, rules, school, out);
          out.printf("Calls refused by the limits of users: %d%n", server.refusedCalls());
          out.flush();
        }
      }
    }
    return school;
  }

  /** Its morning is not measured: this process, the load, has not compiled anything before it. */
  private void makeSchool(MeasuredCheckout here, DemoServer.Setting setting)
      throws IOException, InterruptedException {
    try (DemoServer server = DemoServer.launch(here, setting)) {
      List<Account> accounts = Account.read(server.tokens());
      var _ = morning(server, accounts, rules(accounts, setting.folder()), 0);
    }
  }

  private void later(
      DemoServer server,
      List<Account> accounts,
      Rules rules,
      SchoolMornings school,
      PrintWriter out)
      throws IOException, InterruptedException {
    for (int i = 0; i < warmUp + mornings; i++) {
      BellFigures figures = morning(server, accounts, rules, starts + 1 + i);
      (i < warmUp ? school.cold : school.warm).add(figures);
      tell(out, school.students, "morning " + (i + 2), figures);
    }
  }

  private static void tell(PrintWriter out, int size, String name, BellFigures figures) {
    out.printf(
        "%d students, %s: %.2f ms of CPU per connect, connected p50 %.1f ms, p99 %.0f ms%n",
        size,
        name,
        figures.cpuMillisPerConnect(),
        figures.connectMillis().p50(),
        figures.connectMillis().p99());
    out.flush();
  }

  private static Rules rules(List<Account> accounts, Path folder) {
    try (var stores = SqliteStores.open(folder.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      return Rules.of(accounts, stores.roster());
    }
  }

  private BellFigures morning(DemoServer server, List<Account> accounts, Rules rules, int seed) {
    Duration within = Duration.ofMillis(Math.round(seconds * 1e3));
    try (var morning = new Morning(server.address(), accounts, rules, seed)) {
      CpuTime before = server.cpu();
      CpuTime clientBefore = CpuTime.of(ProcessHandle.current().pid());
      long start = System.nanoTime();
      morning.come(within);
      CpuTime come = server.cpu().since(before);
      double clientCpu =
          CpuTime.of(ProcessHandle.current().pid()).since(clientBefore).seconds()
              / ((System.nanoTime() - start) / 1e9);
      CpuTime there = server.cpu();
      morning.leave(within);
      return new BellFigures(
          accounts.size(),
          morning.seconds(),
          morning.onlineEvents(),
          morning.offlineEvents(),
          BellFigures.Percentiles.of(morning.connectMillis()),
          BellFigures.Percentiles.of(morning.seenMillis()),
          come.seconds(),
          come.systemSeconds(),
          server.cpu().since(there).seconds(),
          clientCpu,
          server.peakResidentBytes());
    }
  }

  /** All that is known, for programs. */
  record Numbers(Machine machine, boolean pinned, List<SchoolMornings> schools) {}

  private static void tell(
      Machine machine, Cores cores, List<SchoolMornings> schools, PrintWriter out)
      throws IOException {
    String tables = first(schools) + "\n" + cost(schools) + "\n" + latency(schools);
    String page =
        "# The morning bell\n\n%s %s\n\n%s"
            .formatted(
                machine.sentence(),
                cores.pinned()
                    ? "The server on one processor, the clients on another."
                    : "Server and clients share the processors.",
                tables);
    Path results = Path.of(System.getProperty("homeroom.bench.folder", "bench"), "results");
    Path saved =
        new Results(results.toAbsolutePath(), Clock.systemUTC())
            .save("bell", new Numbers(machine, cores.pinned(), schools), page);
    out.println();
    out.println(tables);
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.flush();
  }

  /** Medians: what the first morning after a start is like, and the warm ones. */
  private static Table first(List<SchoolMornings> schools) {
    var table = new Table("school", "morning", "connected p50 ms", "p99", "max", "CPU ms/connect");
    for (SchoolMornings school : schools) {
      table.row(medians("first after a start", school.first));
      table.row(medians("warm", school.warm));
    }
    return table;
  }

  private static List<String> medians(String name, List<BellFigures> all) {
    return List.of(
        Table.number(all.getFirst().connects(), 0),
        name,
        Table.number(median(all, one -> one.connectMillis().p50()), 1),
        Table.number(median(all, one -> one.connectMillis().p99()), 1),
        Table.number(median(all, one -> one.connectMillis().max()), 1),
        Table.number(median(all, BellFigures::cpuMillisPerConnect), 2));
  }

  private static double median(List<BellFigures> all, ToDoubleFunction<BellFigures> value) {
    return Statistics.median(all.stream().mapToDouble(value).boxed().toList());
  }

  private static Table cost(List<SchoolMornings> schools) {
    var table =
        new Table(
            "school",
            "morning",
            "CPU ms/connect",
            "in kernel",
            "user:online",
            "CPU µs/event",
            "user:offline",
            "CPU ms/leave",
            "peak MB",
            "clients' CPU");
    for (SchoolMornings school : schools) {
      each(
          school,
          (name, one) ->
              table.row(
                  List.of(
                      Table.number(one.connects(), 0),
                      name,
                      Table.number(one.cpuMillisPerConnect(), 2),
                      Table.number(one.systemMillisPerConnect(), 2),
                      Table.number((double) one.onlineEvents(), 0),
                      Table.number(one.cpuMicrosPerEvent(), 1),
                      Table.number((double) one.offlineEvents(), 0),
                      Table.number(one.leaveCpuSeconds() * 1e3 / one.connects(), 2),
                      Table.number(one.peakBytes() / 1e6, 0),
                      Table.number(one.clientCpu() * 100, 0) + "%")));
    }
    return table;
  }

  private static Table latency(List<SchoolMornings> schools) {
    var table =
        new Table(
            "school",
            "morning",
            "seconds",
            "connected p50 ms",
            "p99",
            "max",
            "seen by all p50 ms",
            "p99",
            "max");
    for (SchoolMornings school : schools) {
      each(
          school,
          (name, one) ->
              table.row(
                  List.of(
                      Table.number(one.connects(), 0),
                      name,
                      Table.number(one.seconds(), 1),
                      Table.number(one.connectMillis().p50(), 1),
                      Table.number(one.connectMillis().p99(), 1),
                      Table.number(one.connectMillis().max(), 1),
                      Table.number(one.seenMillis().p50(), 1),
                      Table.number(one.seenMillis().p99(), 1),
                      Table.number(one.seenMillis().max(), 1))));
    }
    return table;
  }

  private static void each(SchoolMornings school, BiConsumer<String, BellFigures> row) {
    for (int i = 0; i < school.first.size(); i++) {
      row.accept("first, start " + (i + 1), school.first.get(i));
    }
    for (int i = 0; i < school.cold.size(); i++) {
      row.accept("cold " + (i + 2), school.cold.get(i));
    }
    for (int i = 0; i < school.warm.size(); i++) {
      row.accept("warm " + (i + 1), school.warm.get(i));
    }
  }
}
