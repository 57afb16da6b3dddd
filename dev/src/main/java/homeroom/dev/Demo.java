// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ./homeroom dev demo}: ends the demo that it started before, and starts the new one. */
final class Demo {

  /** Its first argument: of a long command line the system tells the beginning only. */
  private static final String MARK = "-Dhomeroom.dev.demo=true";

  private final Checkout checkout;
  private final Compilation compilation;

  Demo(Checkout checkout, Compilation compilation) {
    this.checkout = checkout;
    this.compilation = compilation;
  }

  /** What it needs. */
  void compile() {
    compilation.bringUpToDate(checkout.main("server"));
  }

  /** Runs until it is ended, by hand or by the next of these. */
  int run(List<String> arguments) {
    Path kept = checkout.kept().resolve("demo.pid");
    try {
      if (Files.exists(kept)) {
        end(Long.parseLong(Files.readString(kept).trim()));
      }
      Process process = start(arguments);
      Files.writeString(kept, Long.toString(process.pid()));
      var end = new Thread(process::destroy);
      Runtime.getRuntime().addShutdownHook(end);
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Only if that process is a demo still: ids of processes come again. */
  private static void end(long pid) {
    ProcessHandle.of(pid)
        .filter(process -> process.info().commandLine().orElse("").contains(MARK))
        .ifPresent(process -> {
          System.err.println("Ending the demo that runs ...");
          process.destroy();
          process.onExit().join();
        });
  }

  private Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(Processes.java(), MARK));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        compilation.runtime(checkout.main("server")).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of("homeroom.server.Main", "demo"));
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start();
  }
}
