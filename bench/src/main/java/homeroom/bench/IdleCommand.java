// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.report.Machine;
import homeroom.bench.report.Results;
import homeroom.bench.report.Table;
import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.Workshop;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./homeroom bench idle}: what an idle connection keeps in memory. */
@Command(
    name = "idle",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what an idle WebSocket connection keeps in a server's memory.",
      "",
      "Each server in turn gets a thousand connections, then those that are",
      "measured. Both times a full garbage collection comes first; the difference",
      "in resident memory and in what is live on the heap, divided by the",
      "connections, is the result. Servers on the JVM run with a small young",
      "generation and give memory back, so that what is resident is needed.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  ./homeroom bench idle             about a minute",
      "  ./homeroom bench idle --connections 50000 --servers homeroom"
    })
final class IdleCommand implements Callable<Integer> {

  /** Without these a JVM keeps whatever garbage once needed. */
  private static final List<String> TIGHT_HEAP =
      List.of("-Xms16m", "-Xmn8m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

  @Mixin private ServersOption servers = new ServersOption();

  @Option(
      names = "--connections",
      defaultValue = "10000",
      description = "How many connections are measured (default: 10000).")
  private int connections;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (connections < 1) {
      throw new ParameterException(spec.commandLine(), "--connections is at least 1.");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Contender> contenders = servers.choose(out);
    servers.requireFiles(connections + 1_000);
    var workshop = new Workshop(ServersOption.folder(), TIGHT_HEAP);
    Machine machine = Machine.here();
    Cores cores = Cores.ofThisMachine();
    ServersOption.prepare(contenders, workshop, cores, out);
    List<Idle.ConnectionFootprint> footprints = new ArrayList<>();
    for (Contender contender : contenders) {
      out.println("Connecting to " + contender + " ...");
      out.flush();
      footprints.add(new Idle(workshop, cores, connections).measure(contender));
    }
    tell(machine, footprints, out);
    return 0;
  }

  /** All that is known, for programs. */
  record Numbers(Machine machine, List<Idle.ConnectionFootprint> servers) {}

  private static void tell(
      Machine machine, List<Idle.ConnectionFootprint> footprints, PrintWriter out)
      throws Exception {
    Table table = table(footprints);
    String page = "# Idle connections\n\n" + machine.sentence() + "\n\n" + table;
    Path saved =
        new Results(ServersOption.folder().resolve("results"), Clock.systemUTC())
            .save("idle", new Numbers(machine, footprints), page);
    out.println();
    out.println(table);
    out.println("Saved as " + saved + " and, for programs, as JSON beside it.");
    out.flush();
  }

  private static Table table(List<Idle.ConnectionFootprint> footprints) {
    double ours =
        footprints.stream()
            .filter(footprint -> footprint.server().startsWith(Contender.HOMEROOM.title()))
            .mapToDouble(Idle.ConnectionFootprint::residentPerConnection)
            .findFirst()
            .orElse(Double.NaN);
    var table = new Table("server", "connections", "RSS KB each", "heap KB each", "homeroom ÷ it");
    for (Idle.ConnectionFootprint footprint : footprints) {
      table.row(
          List.of(
              footprint.server(),
              Table.number(footprint.connections(), 0),
              Table.number(footprint.residentPerConnection() / 1e3, 2),
              Table.number(footprint.heapPerConnection() / 1e3, 2),
              Table.number(ours / footprint.residentPerConnection(), 2)));
    }
    return table;
  }
}
