// SPDX-License-Identifier: Apache-2.0
package homeroom.bench;

import homeroom.bench.server.Contender;
import homeroom.bench.server.Cores;
import homeroom.bench.server.OpenFiles;
import homeroom.bench.server.Workshop;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which servers are measured, and what has to be so that they can be. */
final class ServersOption {

  /** Set by the launcher: the folder of the module. */
  static final String BENCH_FOLDER = "homeroom.bench.folder";

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "SERVER",
      description =
          "Which servers: homeroom, socket.io (Node.js), netty-socketio, and floor, a C program"
              + " that does one write per frame and member; and homeroom-epoll and"
              + " homeroom-io_uring, to compare the two (default: all but these two).")
  private List<String> titles = List.of("homeroom", "socket.io", "netty-socketio", "floor");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** The folder of the module, where peers are built and results kept. */
  static Path folder() {
    return Path.of(System.getProperty(BENCH_FOLDER, "bench")).toAbsolutePath();
  }

  /** The servers asked for that this machine can run; says which it cannot. */
  List<Contender> choose(PrintWriter out) {
    requireLinux();
    List<Contender> chosen = new ArrayList<>();
    for (String title : titles) {
      Contender contender = contender(title);
      Optional<String> obstacle = Workshop.obstacle(contender);
      obstacle.ifPresent(why -> out.println("Without " + title + ": " + why + "."));
      if (obstacle.isEmpty()) {
        chosen.add(contender);
      }
    }
    if (chosen.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "There is no server to measure.");
    }
    return chosen;
  }

  private Contender contender(String title) {
    try {
      return Contender.of(title);
    } catch (IllegalArgumentException unknown) {
      throw new ParameterException(spec.commandLine(), "--servers: " + unknown.getMessage());
    }
  }

  private void requireLinux() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      throw new ParameterException(
          spec.commandLine(), "The benches read /proc and use epoll: they run on Linux only.");
    }
  }

  /** Refuses more connections than this process, and thus a server, may have files open. */
  void requireFiles(int connections) throws IOException {
    Optional<String> obstacle = OpenFiles.obstacleTo(connections);
    if (obstacle.isPresent()) {
      throw new ParameterException(spec.commandLine(), obstacle.get());
    }
  }

  /** Builds what is not built, then moves this process to its processor. */
  static void prepare(List<Contender> contenders, Workshop workshop, Cores cores, PrintWriter out)
      throws IOException, InterruptedException {
    for (Contender contender : contenders) {
      out.println("Preparing " + contender + " ...");
      out.flush();
      workshop.prepare(contender);
    }
    cores.moveLoad();
  }
}
