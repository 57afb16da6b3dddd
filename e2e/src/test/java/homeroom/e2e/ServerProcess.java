// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@code homeroom} in a process of its own, so that it can be killed. Its JVM is told to start
 * quickly rather than to become fast.
 */
final class ServerProcess implements AutoCloseable {

  private static final String READY = "Homeroom is ready at ";
  private static final int START_SECONDS = 120;

  private final Process process;
  private final String url;
  private final List<String> printed;

  private ServerProcess(Process process, String url, List<String> printed) {
    this.process = process;
    this.url = url;
    this.printed = printed;
  }

  /** Starts the demo on a free port. */
  static ServerProcess demo(Path data, String... options) throws Exception {
    var arguments = new ArrayList<>(List.of("demo", "--port", "0", "--data", data.toString()));
    arguments.addAll(List.of(options));
    return start(arguments);
  }

  static ServerProcess start(List<String> arguments) throws Exception {
    return started(launch(arguments));
  }

  /** Starts it with as much heap, and has it write what it logs to a file. */
  static ServerProcess withHeap(String heap, Path log, List<String> arguments) throws Exception {
    ProcessBuilder builder = builder(arguments);
    builder.command().add(1, "-Xmx" + heap);
    return started(builder.redirectError(log.toFile()).start());
  }

  /** Starts it with more environment, and adds what it logs to a file. */
  static ServerProcess startWith(Map<String, String> environment, Path log, List<String> arguments)
      throws Exception {
    ProcessBuilder builder = builder(arguments);
    builder.environment().putAll(environment);
    return started(builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start());
  }

  private static ServerProcess started(Process process) throws Exception {
    var printed = new ArrayList<String>();
    CompletableFuture<String> url =
        CompletableFuture.supplyAsync(() -> readUntilReady(process, printed));
    return new ServerProcess(process, url.get(START_SECONDS, TimeUnit.SECONDS), printed);
  }

  /** Runs a command that ends by itself. */
  static Finished run(List<String> arguments, String... environment) throws Exception {
    ProcessBuilder builder = builder(arguments);
    for (int i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Finished(process.waitFor(), output);
  }

  /** Begins a command whose output nobody reads. */
  static Process begin(List<String> arguments) throws IOException {
    return builder(arguments)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  record Finished(int exitCode, String output) {}

  String url() {
    return url;
  }

  /** What it printed before it was ready, the line that says so included. */
  List<String> printed() {
    return printed;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9} does: no hook runs, nothing is finished. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** As SIGTERM does; the exit code. */
  int stop() throws InterruptedException {
    beginToStop();
    return awaitEnd();
  }

  /** The same, without waiting for its end. */
  void beginToStop() {
    process.destroy();
  }

  /** Waits until it has ended by itself; the exit code. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
  }

  private static Process launch(List<String> arguments) throws IOException {
    return builder(arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static ProcessBuilder builder(List<String> arguments) {
    var command = new ArrayList<>(StartCache.command());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(TestStore.environment(arguments));
    return builder;
  }

  private static String readUntilReady(Process process, List<String> printed) {
    try {
      BufferedReader reader = process.inputReader();
      String line = reader.readLine();
      while (line != null) {
        printed.add(line);
        if (line.startsWith(READY)) {
          return line.substring(READY.length());
        }
        line = reader.readLine();
      }
      throw new IllegalStateException("The server ended before it was ready: " + printed);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
