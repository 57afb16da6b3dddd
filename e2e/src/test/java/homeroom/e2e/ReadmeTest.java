// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs of the documents, as they stand there, run with the official clients. */
class ReadmeTest extends SharedServer {

  /** A school as a newcomer finds it: the example takes the first conversation there is. */
  @Override
  protected String[] options() {
    return new String[0];
  }

  @Test
  void theExampleWorksWhenPasted() throws Exception {
    Path pasted = ClientCheck.newProgram("readme");
    try {
      Files.writeString(pasted, example().replace("http://127.0.0.1:3030", server.url()));
      try (NodeScript teacher = NodeScript.run(pasted, "teacher1@demo.school")) {
        teacher.awaitLine("I am teacher"); // what is sent before is not pushed to it
        try (NodeScript student = NodeScript.run(pasted, "student1@demo.school", "Hello!")) {
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
    String program = NodeScript.blockOf("@feathersjs/client");
    assertThat(program.lines().count()).isLessThanOrEqualTo(40);
    Path pasted = ClientCheck.newProgram("feathers");
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
        NodeScript.blocks("sh", "docs", "clients.md").stream()
            .filter(block -> block.contains("curl"))
            .findFirst()
            .orElseThrow()
            .replace("http://127.0.0.1:3030", server.url());
    ClientCheck.Ended ended = ClientCheck.run(List.of("sh", "-c", commands));
    assertThat(ended.output()).contains("\"total\":", "\"title\":");
  }

  private static String example() throws IOException {
    return NodeScript.blocks("js", "README.md").getFirst();
  }
}
