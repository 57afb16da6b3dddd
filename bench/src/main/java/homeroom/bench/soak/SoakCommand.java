// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.chat.Account;
import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench soak}: is anything lost on a day on which much goes wrong? */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that nothing is lost on a day on which much goes wrong.",
      "Devices write, edit, read and type, make groups and change them; classes change;",
      "bells ring; phones lose their network for half a second or a minute, or hear",
      "nothing for a while. In the first two thirds of the time the server is killed",
      "and restarted again and again.",
      "",
      "Afterwards every device is compared with the server, and the server with all that",
      "it acknowledged. Exit code 1 if anything was lost, doubled, out of order, or told",
      "to somebody whom it does not concern. The server has its usual limits.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench soak                                ten minutes, 1000 devices",
      "  ./homeroom bench soak --minutes 1 --clients 100 --kills 3   does everything work?"
    })
public final class SoakCommand implements Callable<Integer> {

  /** Of a hundred accounts: the rest are teachers and admins. */
  private static final double STUDENTS = 0.9;

  /** Below the ports that connections are given, which could take it while the server is away. */
  private static final int FIRST_PORT = 20_000;

  private static final int PORTS = 10_000;
  private static final int CALM_SECONDS = 180;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long the day is, at least half a minute (default: 10).")
  private double minutes;

  @Option(
      names = "--clients",
      defaultValue = "1000",
      description = "Devices, 50 to 20000 (default: 1000).")
  private int clients;

  @Option(
      names = "--kills",
      defaultValue = "20",
      description =
          "How often the server is killed; a fifth of that it is restarted (default: 20).")
  private int kills;

  @Option(
      names = "--rate",
      defaultValue = "100",
      paramLabel = "ACTS",
      description =
          "What all devices together do per second; six in ten are messages (default: 100).")
  private double rate;

  @Option(
      names = "--seed",
      description = "Repeats what happens when, as far as a machine does (default: a new one).")
  private @Nullable Long seed;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description =
          "A further option of the server's JVM; can be given several times (default: -Xmx512m).")
  private List<String> jvmOptions = List.of("-Xmx512m");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    check();
    PrintWriter out = spec.commandLine().getOut();
    long chosen = seed == null ? new Random().nextLong() : seed;
    Path folder = Files.createTempDirectory("homeroom-soak-");
    try {
      SoakReport report = day(folder, chosen, out);
      Path results = Path.of(System.getProperty("homeroom.bench.folder", "bench"), "results");
      Path saved =
          new Results(results.toAbsolutePath(), Clock.systemUTC())
              .save("soak", report, report.page());
      out.println();
      out.println(report.page());
      out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
      out.flush();
      return report.isRight() ? 0 : 1;
    } finally {
      DemoServer.remove(folder);
    }
  }

  private void check() {
    boolean right = minutes >= 0.5 && clients >= 50 && clients <= 20_000 && kills >= 0 && rate > 0;
    if (!"Linux".equals(System.getProperty("os.name")) || !right) {
      throw new ParameterException(
          spec.commandLine(),
          "This reads /proc: it runs on Linux; --minutes is at least 0.5, --clients 50 to 20000,"
              + " --kills not negative, --rate more than 0.");
    }
  }

  private SoakReport day(Path folder, long chosen, PrintWriter out)
      throws IOException, InterruptedException {
    var random = new Random(chosen);
    int port = FIRST_PORT + random.nextInt(PORTS);
    var setting =
        new DemoServer.Setting(
            folder.resolve("data"),
            (int) Math.max(30, clients * STUDENTS),
            Cores.shared(),
            jvmOptions,
            List.of("--port", Integer.toString(port)));
    MeasuredCheckout checkout = MeasuredCheckout.here();
    DemoServer server = DemoServer.launch(checkout, setting);
    Day day = null;
    try (var school = new SoakSchool(port, accounts(server), clients, rate, random)) {
      day = new Day(school, checkout, setting, server, random, out);
      out.printf("Seed %d: %d devices for %.1f minutes.%n", chosen, clients, minutes);
      out.flush();
      school.run(() -> school.devices().forEach(SoakDevice::begin));
      day.pass(Duration.ofMillis(Math.round(minutes * 60_000)), kills);
      school.calm();
      boolean settled =
          school.awaitThat(
              () -> school.devices().stream().allMatch(SoakDevice::isSettled), CALM_SECONDS);
      if (!settled) {
        school.run(() -> unsettled(school));
      }
      Verdict verdict = settled ? Verdict.of(school) : Verdict.NONE;
      return SoakReport.of(Machine.here(), chosen, clients, minutes, school, verdict, day.vitals());
    } finally {
      (day == null ? server : day.server()).close();
    }
  }

  private static void unsettled(SoakSchool school) {
    for (SoakDevice device : school.devices()) {
      if (!device.isSettled()) {
        school.promises().violated(device + " did not settle: " + device.state());
      }
    }
  }

  /** An admin first. */
  private static List<Account> accounts(DemoServer server) throws IOException {
    var accounts = new ArrayList<>(Account.read(server.tokens()));
    accounts.sort(Comparator.comparing((Account account) -> !account.role().equals("admin")));
    return accounts;
  }
}
