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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The programs of the documents, as they stand there, run with the official clients. */
class ReadmeTest extends SharedServer {

  private static final Path CLIENTS = Path.of("..", "clients").toAbsolutePath().normalize();

  /** A school as a newcomer finds it: the example takes the first conversation there is. */
  @Override
  protected String[] options() {
    return new String[0];
  }

  @Test
  void theExampleWorksWhenPasted() throws Exception {
    Path pasted = Files.createTempFile(CLIENTS, "readme", ".mjs");
    try {
      Files.writeString(pasted, example().replace("http://127.0.0.1:3030", server.url()));
      try (Script teacher = Script.run(pasted, "teacher1@demo.school")) {
        teacher.awaitLine("I am teacher"); // what is sent before is not pushed to it
        try (Script student = Script.run(pasted, "student1@demo.school", "Hello!")) {
          student.awaitLine("stored: true");
          teacher.awaitLine("heard: Hello!");
        }
      }
    } finally {
      Files.delete(pasted);
    }
  }

  @Test
  void theFeathersProgramOfFortyLinesWorksWhenPasted() throws Exception {
    String program = block("js", "docs", "clients.md");
    assertThat(program.lines().count()).isLessThanOrEqualTo(40);
    Path pasted = Files.createTempFile(CLIENTS, "feathers", ".mjs");
    try {
      Files.writeString(pasted, program.replace("http://127.0.0.1:3030", server.url()));
      ClientCheck.Ended ended = ClientCheck.run(List.of("node", pasted.toString()));
      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output())
          .contains("over fetch", "over socket", "text: Homework is due on Friday")
          .contains("true 404 not-found message-not-found")
          .contains("heard: created patched removed created patched removed");
    } finally {
      Files.delete(pasted);
    }
  }

  @Test
  void theCommandsOfPlainHttpWorkWhenPasted() throws Exception {
    String commands =
        block("sh", "docs", "clients.md").replace("http://127.0.0.1:3030", server.url());
    ClientCheck.Ended ended = ClientCheck.run(List.of("sh", "-c", commands));
    assertThat(ended.output()).contains("\"total\":", "\"title\":");
  }

  private static String example() throws IOException {
    return block("js", "README.md");
  }

  /** The first block of that language in a document. */
  private static String block(String language, String... document) throws IOException {
    Path file = Path.of("..", document);
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(file, UTF_8));
    assertThat(block.find()).as(file.toString()).isTrue();
    return block.group(1);
  }

  /** A script under Node.js and the lines it printed. */
  private record Script(Process process, List<String> lines) implements AutoCloseable {

    static Script run(Path script, String... arguments) throws IOException {
      var command = new java.util.ArrayList<>(List.of("node", script.toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command).directory(CLIENTS.toFile()).redirectErrorStream(true).start();
      var lines = new CopyOnWriteArrayList<String>();
      BufferedReader reader = process.inputReader(UTF_8);
      Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
      return new Script(process, lines);
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
}
