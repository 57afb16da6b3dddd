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
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A script under Node.js, among the official clients, and the lines it printed. */
record NodeScript(Process process, List<String> lines) implements AutoCloseable {

  static NodeScript run(Path script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    return run(Map.of(), command);
  }

  /** Runs a script and its arguments with further variables in its environment. */
  static NodeScript run(Map<String, String> environment, List<String> script) throws IOException {
    var command = new ArrayList<>(List.of("node"));
    command.addAll(script);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(ClientCheck.CLIENTS.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    var lines = new CopyOnWriteArrayList<String>();
    BufferedReader reader = process.inputReader(UTF_8);
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    return new NodeScript(process, lines);
  }

  /**
   * Runs the client of {@code docs/clients.md} that keeps revs.
   *
   * @param url instead of the one that stands there
   * @param name of a user of the demo school
   * @param before what is run before it
   */
  static NodeScript clientThatKeepsRevs(String url, String name, String... before)
      throws IOException {
    String program = blockOf("message:sync");
    assertThat(program).contains("http://127.0.0.1:3030");
    return pasted(
        program.replace("http://127.0.0.1:3030", url), List.of(before), name + "@demo.school");
  }

  /** The program of {@code docs/clients.md} that has this. */
  static String blockOf(String part) throws IOException {
    return blocks("js", "docs", "clients.md").stream()
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow();
  }

  /** Runs a program as if it were pasted into a file, after other lines. */
  static NodeScript pasted(String program, List<String> before, String... arguments)
      throws IOException {
    Path pasted = ClientCheck.newProgram("chat");
    pasted.toFile().deleteOnExit();
    Files.writeString(pasted, String.join("\n", before) + "\n" + program);
    return run(pasted, arguments);
  }

  /** Lines before a program that have its first sign-in give this token. */
  static String signingInFirstWith(String token) {
    return """
    const { fetch: fetched } = globalThis;
    globalThis.fetch = async () => {
      globalThis.fetch = fetched;
      return new Response(JSON.stringify({ accessToken: "%s" }), { status: 201 });
    };\
    """
        .formatted(token);
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
