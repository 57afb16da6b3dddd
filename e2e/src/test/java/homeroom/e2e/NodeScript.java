// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A script under Node.js, among the official clients, and the lines it printed. */
record NodeScript(Process process, List<String> lines) implements AutoCloseable {

  static NodeScript run(Path script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("node", script.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(ClientCheck.CLIENTS.toFile())
            .redirectErrorStream(true)
            .start();
    var lines = new CopyOnWriteArrayList<String>();
    BufferedReader reader = process.inputReader(UTF_8);
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    return new NodeScript(process, lines);
  }

  /**
   * Runs the client of {@code docs/clients.md} that keeps revs.
   *
   * @param url instead of the one that stands there
   */
  static NodeScript clientThatKeepsRevs(String url, String token) throws IOException {
    Path pasted = Files.createTempFile(ClientCheck.CLIENTS, "chat", ".mjs");
    pasted.toFile().deleteOnExit();
    String program = blocks("js", "docs", "clients.md").get(1);
    assertThat(program).contains("message:sync", "http://127.0.0.1:3030");
    Files.writeString(pasted, program.replace("http://127.0.0.1:3030", url));
    return run(pasted, token);
  }

  /** The blocks of that language in a document. */
  static List<String> blocks(String language, String... document) throws IOException {
    Path file = Path.of("..", document);
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(file, UTF_8))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  void awaitLine(String start) {
    await(start)
        .atMost(Duration.ofSeconds(30))
        .until(() -> lines.stream().anyMatch(line -> line.startsWith(start)));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
