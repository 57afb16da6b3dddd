// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs of {@code clients} under Node.js, with the official clients from its lock file. */
final class ClientCheck {

  /** The folder with the official clients. */
  static final Path CLIENTS = Path.of("..", "clients").toAbsolutePath().normalize();

  private ClientCheck() {}

  /**
   * An empty file for a program that uses the official clients; among what is made, since other
   * tests look at the sources meanwhile.
   */
  static Path newProgram(String name) throws IOException {
    return Files.createTempFile(Files.createDirectories(CLIENTS.resolve("target")), name, ".mjs");
  }

  /** A program that has ended. */
  record Ended(int exitCode, String output) {}

  /** Runs a script of {@code clients/checks} against the server; it must end well. */
  static String passes(String script, ServerProcess server) throws Exception {
    return passes(script, server, Map.of());
  }

  /** The same with further variables in its environment. */
  static String passes(String script, ServerProcess server, Map<String, String> environment)
      throws Exception {
    Ended ended =
        run(
            List.of("node", CLIENTS.resolve("checks").resolve(script).toString(), server.url()),
            environment);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended.output();
  }

  static Ended run(List<String> command) throws Exception {
    return run(command, Map.of());
  }

  /** The same with further variables in its environment. */
  static Ended run(List<String> command, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
