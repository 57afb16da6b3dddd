// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.readme;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.HttpServer;
import homeroom.socketio.SocketIoServer;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled and run here. */
class ReadmeTest {

  private static final Path SOURCES = Path.of("src/test/java/homeroom/socketio/readme");

  @Test
  void everyJavaBlockIsInTheseTests() throws Exception {
    String example = Files.readString(SOURCES.resolve("Classroom.java"));
    String tests = Files.readString(SOURCES.resolve("ClassroomTest.java"));
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).hasSize(2);
    assertThat(example).endsWith(blocks.getFirst());
    assertThat(tests).contains(blocks.getLast().indent(2).replace("\n  \n", "\n\n"));
  }

  @Test
  void theExampleServesClients() throws Exception {
    try (SocketIoServer io = SocketIoServer.builder().recovery().build();
        HttpServer http = HttpServer.builder().mount(io.path(), io.mount()).start();
        Wire wire = new Wire(http.port(), io.path())) {
      Classroom.register(io.namespace("/"));
      assertThat(wire.openWebSocket().send("40").next())
          .startsWith("44{\"message\":\"Who are you?");
      WireSocket ada = wire.openWebSocket().send("40{\"name\":\"Ada\"}");
      assertThat(ada.next()).startsWith("40{");
      ada.send("421[\"ask\",{\"text\":\"Is 91 prime?\"}]");
      assertThat(ada.next()).isEqualTo("431[{\"ok\":true}]");
    }
  }
}
