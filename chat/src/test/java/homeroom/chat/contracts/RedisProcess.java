// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server of Debian's package, which keeps nothing. Where it is not installed a test is skipped
 * and says so; {@code -Dhomeroom.redis=required} has it fail.
 */
public final class RedisProcess implements AutoCloseable {

  private static final String PROGRAM = "redis-server";

  private final int port;
  private final List<String> command;
  private final Path log;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder is its own, for its log
   * @param options further ones of its command line
   */
  public RedisProcess(Path folder, String... options) {
    this.port = FreePorts.first(1);
    this.log = folder.resolve("redis-" + port + ".log");
    this.command =
        new ArrayList<>(
            List.of(
                program().orElseThrow().toString(),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no"));
    if (!List.of(options).contains("--tls-port")) {
      command.addAll(List.of("--port", String.valueOf(port)));
    }
    for (String option : options) {
      command.add(option.replace("PORT", String.valueOf(port)));
    }
    this.process = started();
  }

  /** Skips, or fails, where there is none. */
  public static void demand() {
    if (program().isPresent()) {
      return;
    }
    String missing = PROGRAM + " is not installed: the bus on Redis is not tested";
    System.out.println("SKIPPED: " + missing);
    assertThat(System.getProperty("homeroom.redis", "")).as(missing).isNotEqualTo("required");
    assumeTrue(false, missing);
  }

  private static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(directory -> Path.of(directory, PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Process started() {
    try {
      Process begun =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      await(PROGRAM).atMost(Duration.ofSeconds(20)).until(() -> answers() || !begun.isAlive());
      assertThat(begun.isAlive()).as(Files.readString(log)).isTrue();
      return begun;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** On this machine. */
  public int port() {
    return port;
  }

  /** As nodes name it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Kills it. */
  public void stop() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** At the same port, with nothing of what it had. */
  public void startAgain() {
    process = started();
  }

  /** Its answer to a command of words, in one line. */
  public String ask(String words) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((words + "\r\n").getBytes(UTF_8));
      String first = in.readLine();
      assertThat(first).as(words).isNotNull().doesNotStartWith("-");
      return first.startsWith("$") && !first.equals("$-1") ? in.readLine() : first.substring(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
