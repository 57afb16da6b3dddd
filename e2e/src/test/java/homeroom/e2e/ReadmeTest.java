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

/** The README's client, as it stands there, run by Node.js with the official client. */
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
      try (Script teacher = Script.run(pasted, "teacher1@demo.school");
          Script student = Script.run(pasted, "student1@demo.school", "Hello!")) {
        teacher.awaitLine("I am teacher");
        student.awaitLine("stored: true");
        teacher.awaitLine("heard: Hello!");
      }
    } finally {
      Files.delete(pasted);
    }
  }

  private static String example() throws IOException {
    Matcher block =
        Pattern.compile("```js\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "README.md"), UTF_8));
    assertThat(block.find()).isTrue();
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
