package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs programs of {@code clients} under Node.js, with the official clients from its lock file. */
final class ClientCheck {

  /** The folder with the official clients. */
  static final Path CLIENTS = Path.of("..", "clients").toAbsolutePath().normalize();

  private ClientCheck() {}

  /** A program that has ended. */
  record Ended(int exitCode, String output) {}

  /** Runs a script of {@code clients/checks} against the server; it must end well. */
  static String passes(String script, ServerProcess server, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("node", CLIENTS.resolve("checks").resolve(script).toString(), server.url()));
    command.addAll(List.of(arguments));
    Ended ended = run(command);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
    return ended.output();
  }

  static Ended run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), output);
  }
}
