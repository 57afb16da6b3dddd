// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Machine;
import homeroom.bench.report.PairedComparison;
import homeroom.bench.report.PairedReport;
import homeroom.bench.report.Results;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench chat}: what a message to a class costs, and how many there can be. */
@Command(
    name = "chat",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the whole chat: what a message to a class costs, and how many there can be.",
      "",
      "Every user of a demo school signs in over WebSocket and acks every message;",
      "messages go to classes of 30 students and a teacher, and are stored with fsync",
      "before their ack.",
      "",
      "First as many as the server takes: each class has W messages under way, and",
      "one is over when it is acked and everybody else has it. Then at fixed rates,",
      "with an fsync measured beside it; these have no limit of messages. Last, a server",
      "with the limits that there are by default, on which each student says something",
      "every 5 s: who meets one fails the bench, and what was refused is counted.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench chat             about a minute and a half",
      "  ./homeroom bench chat --quick     does everything work? a few seconds",
      "  ./homeroom bench chat --dialect feathers",
      "  ./homeroom bench chat --growth    several minutes, most of them to fill",
      "  ./homeroom bench chat --idle --students 6000",
      "  ./homeroom bench chat --school-day   beside Node.js: half an hour",
      "  ./homeroom bench chat --school-day --rate 20 --rounds 1 --minutes 0   two minutes",
      "  ./homeroom bench chat --against ../before   is a message dearer? six minutes",
      "  ./homeroom bench chat --roster district.zip   is a message slower beside an import?"
    })
public final class ChatCommand implements Callable<Integer> {

  private static final double QUICK_SECONDS = 1;

  /** How often each student of a lively school says something. */
  private static final double SECONDS_PER_MESSAGE = 5;

  private static final int STUDENTS = 300;
  private static final int DAY_ROUNDS = 5;
  private static final int GROWTH_ROUNDS = 8;
  private static final int AGAINST_ROUNDS = 12;
  private static final long LARGE = 10_000_000;

  @Option(
      names = "--students",
      description =
          "Students of the demo school, each in 6 classes (default: 300; with --school-day 1880,"
              + " about 2000 people).")
  private @Nullable Integer students;

  @Option(
      names = "--window",
      defaultValue = "1",
      paramLabel = "W",
      description = "Messages of a class under way at saturation (default: 1).")
  private int window;

  @Option(
      names = "--rate",
      split = ",",
      paramLabel = "MESSAGES",
      description =
          "Messages per second (default: a tenth of the saturation, and 200); several with commas.")
  private List<Double> rates = List.of();

  @Option(
      names = "--dialect",
      defaultValue = "chat",
      description =
          "What the devices have pushed to them, the events of the chat or those of Feathers: chat"
              + " or feathers (default: chat).")
  private String dialect = "chat";

  @Option(
      names = "--warm-up",
      defaultValue = "15",
      paramLabel = "SECONDS",
      description =
          "How long each load runs before it is measured, so that the JVM has compiled what"
              + " matters (default: 15).")
  private double warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each load is measured (default: 10).")
  private double seconds;

  @Option(names = "--quick", description = "A second of everything; not for figures.")
  private boolean quick;

  @Option(
      names = "--server-cores",
      defaultValue = "1",
      description =
          "1: the server on one processor, the load on another; both: wherever they like"
              + " (default: 1).")
  private String serverCores = "1";

  @Option(
      names = "--idle",
      description =
          "Measures instead what idle signed-in devices keep in memory: best with --students 6000.")
  private boolean idle;

  @Mixin private SchoolDayOption schoolDay = new SchoolDayOption();

  @Mixin private RosterOption roster = new RosterOption();

  @Option(
      names = "--growth",
      description =
          "Measures instead what calls cost with 10000, 100000 and 1000000 messages stored, a"
              + " search and a first page of conversations among them.")
  private boolean growth;

  @Option(
      names = "--large",
      description = "Of --growth: with 10000000 too, which takes long to fill.")
  private boolean large;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "10000,100000,1000000",
      paramLabel = "MESSAGES",
      description = "Of --growth: how many messages are stored (default: 10000,100000,1000000).")
  private List<Long> sizes = List.of();

  @Option(
      names = "--rounds",
      description =
          "Of --growth: rounds that count, after one that does not (default: 8); of --against"
              + " (default: 12); of --school-day (default: 5).")
  private @Nullable Integer rounds;

  @Option(
      names = "--against",
      paramLabel = "FOLDER",
      description =
          "Measures instead this checkout beside another one, which is built if it is not, at"
              + " saturation or at each --rate: their servers go first by turns, and the ratios of"
              + " CPU per message within the rounds say whether this one is slower.")
  private @Nullable Path against;

  @Option(
      names = "--keep",
      paramLabel = "FOLDER",
      description =
          "Of --growth: fills the stores there, keeps them, and uses what is there already.")
  private @Nullable Path keep;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "A further option of the server's JVM; can be given several times.")
  private List<String> jvmOptions = List.of();

  @Option(names = "--url", description = "Measures a server that runs already, on this machine.")
  private @Nullable URI url;

  @Option(names = "--tokens-file", description = "Of that server: what its --tokens wrote.")
  private @Nullable Path tokens;

  @Option(names = "--pid", description = "Of that server.")
  private long pid;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    require("Linux".equals(System.getProperty("os.name")), "This reads /proc: it runs on Linux.");
    require(
        window > 0 && seconds > 0 && students() > 0 && (rounds == null || rounds > 0),
        "Numbers are more than 0.");
    schoolDay
        .obstacle()
        .ifPresent(why -> require(!schoolDay.isGiven(), "--school-day: " + why + "."));
    require(
        against == null || !(growth || idle || url != null || tokens != null),
        "--against starts its own two servers, and measures messages.");
    PrintWriter out = spec.commandLine().getOut();
    if (against != null) {
      prepare(MeasuredCheckout.of(against), out);
    }
    Machine machine = Machine.here();
    Cores cores = cores();
    cores.moveLoad();
    Path folder = Files.createTempDirectory("homeroom-bench-");
    try {
      if (schoolDay.isGiven()) {
        schoolDay(cores, folder, out);
      } else if (roster.isGiven()) {
        var setting = new DemoServer.Setting(folder.resolve("data"), students(), cores, jvmOptions);
        roster.run(plan(), setting, machine, cores, folder, out);
      } else if (against != null) {
        against(machine, cores, MeasuredCheckout.of(against), folder, out);
      } else if (growth) {
        growth(machine, cores, keep == null ? folder : keep.toAbsolutePath(), out);
      } else if (idle) {
        idle(machine, cores, folder, out);
      } else {
        load(machine, cores, folder, out);
      }
    } finally {
      DemoServer.remove(folder);
    }
    return 0;
  }

  private int students() {
    return students == null ? STUDENTS : students;
  }

  private void schoolDay(Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    int usual = rounds == null ? DAY_ROUNDS : rounds;
    SchoolDayPlan plan = SchoolDayPlan.of(rates, window, usual, schoolDay.minutes(), seconds);
    schoolDay.run(
        quick ? plan.quick() : plan, students, cores, jvmOptions, folder, benchFolder(), out);
  }

  private PushedDialect dialect() {
    return switch (dialect) {
      case "chat" -> PushedDialect.CHAT;
      case "feathers" -> PushedDialect.FEATHERS;
      default -> throw new ParameterException(spec.commandLine(), "--dialect is chat or feathers.");
    };
  }

  private Cores cores() {
    return switch (serverCores) {
      case "1" -> Cores.ofThisMachine();
      case "both" -> Cores.shared();
      default -> throw new ParameterException(spec.commandLine(), "--server-cores is 1 or both.");
    };
  }

  private List<Figures> measure(ChatPlan plan, Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    if (url != null && tokens != null) {
      require(pid > 0, "--url needs --tokens-file and --pid.");
      return new ChatBench(plan, new ChatTarget(url, tokens, pid), folder, out).run();
    }
    require(url == null && tokens == null, "--url needs --tokens-file and --pid.");
    var setting = new DemoServer.Setting(folder.resolve("data"), students(), cores, jvmOptions);
    List<Figures> figures = new ArrayList<>();
    try (DemoServer server = DemoServer.start(setting)) {
      figures.addAll(new ChatBench(plan, ChatTarget.of(server), folder, out).run());
    }
    DemoServer.remove(setting.folder());
    figures.add(withLimits(plan, setting.withLimits(), folder, out));
    return figures;
  }

  /** A lively school on a server with the limits of users that there are by default. */
  private static Figures withLimits(
      ChatPlan plan, DemoServer.Setting setting, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    try (DemoServer server = DemoServer.start(setting)) {
      double rate = setting.students() / SECONDS_PER_MESSAGE;
      Figures figures =
          new ChatBench(plan, ChatTarget.of(server), folder, out).runAt(rate, "with limits");
      out.printf("Calls refused by the limits of users: %d%n", server.refusedCalls());
      out.flush();
      return figures;
    }
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private void load(Machine machine, Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    List<Figures> figures = measure(plan(), cores, folder, out);
    String tables = ChatReport.throughput(figures) + "\n" + ChatReport.latency(figures);
    tell("chat", "Messages to classes", machine, cores, tables, figures, out);
  }

  private ChatPlan plan() {
    return new ChatPlan(
        window, rates, dialect(), quick ? QUICK_SECONDS : warmUp, quick ? QUICK_SECONDS : seconds);
  }

  private void prepare(MeasuredCheckout other, PrintWriter out)
      throws IOException, InterruptedException {
    require(other.exists(), "--against: there is no launcher in " + other.folder() + ".");
    out.println("Preparing the other checkout ...");
    out.flush();
    other.build();
  }

  private void against(
      Machine machine, Cores cores, MeasuredCheckout other, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    MeasuredCheckout here = MeasuredCheckout.here();
    int usual = quick ? 1 : AGAINST_ROUNDS;
    Map<String, PairedComparison> loads;
    try (DemoServer ours = start(here, folder.resolve("this"), cores);
        DemoServer theirs = start(other, folder.resolve("other"), cores);
        var both =
            new ChatAgainst(
                plan(),
                rounds == null ? usual : rounds,
                ChatTarget.of(ours),
                ChatTarget.of(theirs),
                out)) {
      loads = both.run();
    }
    new PairedReport(
            "Messages to classes beside another checkout",
            "CPU ms",
            cores.pinned(),
            here.revision(),
            other.revision(),
            loads)
        .tell("chat-against", machine, results(), out);
  }

  private DemoServer start(MeasuredCheckout checkout, Path data, Cores cores) throws IOException {
    return DemoServer.start(DemoServer.Setting.of(checkout, data, students(), cores, jvmOptions));
  }

  private static Results results() {
    return new Results(benchFolder().resolve("results").toAbsolutePath(), Clock.systemUTC());
  }

  private static Path benchFolder() {
    return Path.of(System.getProperty("homeroom.bench.folder", "bench"));
  }

  private void growth(Machine machine, Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    List<Long> all =
        Stream.concat(sizes.stream(), large ? Stream.of(LARGE) : Stream.empty())
            .distinct()
            .toList();
    try (var growing = new Growth(folder, cores, out)) {
      growing.prepare(all);
      List<Growth.Series> series = growing.run(rounds == null ? GROWTH_ROUNDS : rounds);
      String table = Growth.table(series).toString();
      tell("chat-growth", "Calls while the store grows", machine, cores, table, series, out);
    }
  }

  private void idle(Machine machine, Cores cores, Path folder, PrintWriter out)
      throws IOException, InterruptedException {
    IdleMemory.DeviceFootprint footprint =
        new IdleMemory(folder.resolve("data"), students(), cores).measure();
    String table = IdleMemory.table(footprint).toString();
    tell("chat-idle", "Idle signed-in devices", machine, cores, table, footprint, out);
  }

  /** All that is known, for programs. */
  record Numbers(Machine machine, boolean pinned, Object figures) {}

  static void tell(
      String kind,
      String title,
      Machine machine,
      Cores cores,
      String tables,
      Object figures,
      PrintWriter out)
      throws IOException {
    out.println();
    out.println(tables);
    out.println(ChatReport.yardstick());
    Path saved =
        results()
            .save(
                kind,
                new Numbers(machine, cores.pinned(), figures),
                ChatReport.page(title, machine, cores, tables));
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.flush();
  }
}
