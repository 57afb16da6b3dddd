// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The package {@code @homeroom/client}: built as it is published, by itself and on a server. */
class ClientPackageTest extends SharedServer {

  private static final int EXAMPLE_LINES = 20;

  /** A school as a newcomer finds it. */
  @Override
  protected String[] options() {
    return new String[0];
  }

  @BeforeAll
  static void build() throws Exception {
    passes(List.of("npm", "run", "build", "--workspace", "js"));
  }

  @Test
  void itsOwnTestsPass() throws Exception {
    passes(List.of("npm", "test", "--workspace", "js"));
  }

  @Test
  void itKeepsConversationsGapsQueueReceiptsAndRenewalOnAServer() throws Exception {
    passes(List.of("node", "js/test/server.mjs", server.url()));
  }

  @Test
  void theExampleOfTwentyLinesWorksWhenPasted() throws Exception {
    String program = NodeScript.blocks("js", "clients", "js", "README.md").getFirst();
    assertThat(program.lines().count()).isLessThanOrEqualTo(EXAMPLE_LINES);
    Path pasted = ClientCheck.newProgram("package");
    try {
      Files.writeString(pasted, program);
      try (NodeScript teacher = NodeScript.run(pasted, server.url(), "teacher1@demo.school")) {
        teacher.awaitLine("ready, with");
        try (NodeScript student =
            NodeScript.run(pasted, server.url(), "student1@demo.school", "Hello!")) {
          teacher.awaitLine("heard: Hello!");
          student.awaitLine("stored: Hello!");
          student.awaitLine("read: Hello!");
        }
      }
    } finally {
      Files.delete(pasted);
    }
  }

  @Test
  void theTenLinesOfTheDocumentsShowReadSendAndRenew() throws Exception {
    String program = NodeScript.blockOf("@homeroom/client");
    assertThat(program.lines().count()).isEqualTo(10);
    Person teacher = Person.signedIn(server, "teacher1");
    String brief = SignOutTest.token(data, teacher.id(), Duration.ofSeconds(4));
    String first = NodeScript.signingInFirstWith(brief);
    JsonNode before =
        Person.signedIn(server, "student1")
            .rest()
            .post("/messages", Map.of("to", teacher.id(), "text", "Before"))
            .body();
    try (ChatClient witness = ChatClient.open(server, Map.of("token", brief));
        NodeScript client =
            NodeScript.pasted(program, List.of(first), server.url(), "teacher1@demo.school")) {
      client.awaitLine("Before");
      witness.awaitEvent("session:ended");
      try (NodeScript student =
          NodeScript.pasted(
              program, List.of(), server.url(), "student1@demo.school", teacher.id(), "After")) {
        student.awaitLine("After");
        client.awaitLine("After");
      }
      assertThat(client.lines()).filteredOn(line -> line.equals("Before")).hasSize(1);
    }
    Person student = Person.signedIn(server, "student1");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> student.message(before).get("status").stringValue().equals("read"));
  }

  private static void passes(List<String> command) throws Exception {
    ClientCheck.Ended ended = ClientCheck.run(command);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }
}
