// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Table;
import homeroom.bench.server.Cores;
import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code bench chat} has for a roster that is imported while people write. */
final class RosterOption {

  private static final double RATE = 20;

  @Option(
      names = "--roster",
      paramLabel = "FILE",
      description =
          "Measures instead the first --rate (default: 20) alone, and then while this roster, a ZIP"
              + " or a folder, is imported beside it into another school on the same server.")
  private @Nullable Path roster;

  boolean isGiven() {
    return roster != null;
  }

  /** Measures it, says how much slower the slowest messages are, and keeps that. */
  void run(
      ChatPlan plan,
      DemoServer.Setting setting,
      Machine machine,
      Cores cores,
      Path folder,
      PrintWriter out)
      throws IOException, InterruptedException {
    double rate = plan.rates().isEmpty() ? RATE : plan.rates().getFirst();
    try (DemoServer server = DemoServer.launch(MeasuredCheckout.here(), setting)) {
      Path log = folder.resolve("import.log");
      List<Figures> figures =
          new ChatBench(plan, ChatTarget.of(server), folder, out)
              .runBeside(rate, "beside an import", () -> bringIn(server, cores, log, out));
      String tables =
          ChatReport.throughput(figures)
              + "\n"
              + ChatReport.latency(figures)
              + "\n"
              + ratios(figures.getFirst(), figures.getLast());
      ChatCommand.tell(
          "chat-roster", "Messages beside an import", machine, cores, tables, figures, out);
    }
  }

  private void bringIn(DemoServer server, Cores cores, Path log, PrintWriter out)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                MeasuredCheckout.here().launcher().toString(),
                "roster",
                "import",
                String.valueOf(roster),
                "--school",
                "Imported school",
                "--data",
                server.folder().toString(),
                "--yes"));
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(cores.forBeside(command))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("The import failed: " + Files.readString(log));
      }
    } finally {
      process.destroyForcibly();
    }
    out.printf("The import took %.1f s.%n", (System.nanoTime() - began) / 1e9);
    out.flush();
  }

  private static String ratios(Figures alone, Figures beside) {
    return "Beside the import the p99 is %s times that alone until the ack, and %s until it is received."
        .formatted(
            Table.number(beside.ack().p99() / alone.ack().p99(), 2),
            Table.number(beside.received().p99() / alone.received().p99(), 2));
  }
}
