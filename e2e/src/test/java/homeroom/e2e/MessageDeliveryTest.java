// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A message goes from one client through every layer to another, and stays. */
class MessageDeliveryTest {

  @TempDir Path data;

  @Test
  void anAcknowledgedMessageSurvivesTheDeathOfTheServer() throws Exception {
    String conversation;
    String id;
    try (ServerProcess server = ServerProcess.demo(data);
        ChatClient teacher = ChatClient.signedIn(server, "teacher1@demo.school")) {
      String studentId =
          Rest.signedIn(server, "teacher1@demo.school").userId("student1@demo.school");
      JsonNode answer =
          teacher.call(
              "message:send",
              Map.of("to", studentId, "text", "Homework is due on Friday", "clientId", "c-1"));
      server.kill();
      assertThat(answer.get("ok").booleanValue()).isTrue();
      assertThat(answer.get("duplicate").booleanValue()).isFalse();
      JsonNode message = answer.get("message");
      assertThat(message.get("text").stringValue()).isEqualTo("Homework is due on Friday");
      assertThat(message.get("seq").longValue()).isEqualTo(message.get("rev").longValue());
      id = message.get("_id").stringValue();
      conversation = message.get("conversationId").stringValue();
    }
    try (ServerProcess server = ServerProcess.demo(data)) {
      Rest student = Rest.signedIn(server, "student1@demo.school");
      JsonNode page = student.get("/messages?conversationId=" + conversation).body();
      List<String> ids =
          page.get("data").valueStream().map(one -> one.get("_id").stringValue()).toList();
      assertThat(ids).containsOnlyOnce(id).endsWith(id);
      assertThat(page.get("data").valueStream().map(one -> one.get("seq").longValue()).toList())
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void theOtherMembersGetTheMessageAndTheSenderOnlyTheAck() throws Exception {
    try (ServerProcess server = ServerProcess.demo(data);
        ChatClient teacher = ChatClient.signedIn(server, "teacher1@demo.school");
        ChatClient phone = ChatClient.signedIn(server, "teacher1@demo.school");
        ChatClient student = ChatClient.signedIn(server, "student1@demo.school");
        ChatClient stranger = ChatClient.signedIn(server, "teacher1@other.school")) {
      String classConversation = firstClassConversation(server, "student1@demo.school");
      JsonNode sent =
          student
              .call("message:send", Map.of("conversationId", classConversation, "text", "Hi!"))
              .get("message");
      String id = sent.get("_id").stringValue();

      assertThat(teacher.awaitEvent("message:new").get("_id").stringValue()).isEqualTo(id);
      assertThat(phone.awaitEvent("message:new")).isEqualTo(teacher.awaitEvent("message:new"));
      assertThat(teacher.awaitEvent("message:new").get("clientId")).isEqualTo(sent.get("clientId"));

      JsonNode second =
          teacher
              .call("message:send", Map.of("conversationId", classConversation, "text", "Hello!"))
              .get("message");
      assertThat(student.awaitEvent("message:new").get("_id")).isEqualTo(second.get("_id"));
      assertThat(student.all("message:new")).hasSize(1);
      assertThat(stranger.all("message:new")).isEmpty();
    }
  }

  @Test
  void oneClientIdIsOneMessageOnEveryTransportAndAfterARestart() throws Exception {
    Map<String, String> message;
    String id;
    try (ServerProcess server = ServerProcess.demo(data);
        ChatClient one = ChatClient.signedIn(server, "student1@demo.school");
        ChatClient two = ChatClient.signedIn(server, "student1@demo.school")) {
      message =
          Map.of(
              "conversationId", firstClassConversation(server, "student1@demo.school"),
              "text", "Only once",
              "clientId", "the-same");
      JsonNode first = one.call("message:send", message);
      id = first.get("message").get("_id").stringValue();
      JsonNode repeated = two.call("message:send", message);
      assertThat(repeated.get("duplicate").booleanValue()).isTrue();
      assertThat(repeated.get("message").get("_id").stringValue()).isEqualTo(id);
      assertThat(server.stop()).as("exit code after SIGTERM").isZero();
    }
    try (ServerProcess server = ServerProcess.demo(data)) {
      Rest.Answer answer = Rest.signedIn(server, "student1@demo.school").post("/messages", message);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().get("_id").stringValue()).isEqualTo(id);
    }
  }

  @Test
  void aNewSocketLearnsWhoItIsAndWhomItSeesBeforeAnythingElse() throws Exception {
    try (ServerProcess server = ServerProcess.demo(data);
        ChatClient teacher = ChatClient.signedIn(server, "teacher1@demo.school");
        ChatClient student = ChatClient.signedIn(server, "student1@demo.school")) {
      JsonNode connected = student.awaitEvent("connected");
      assertThat(student.heard().getFirst().event()).isEqualTo("connected");
      assertThat(connected.get("role").stringValue()).isEqualTo("student");
      assertThat(connected.get("socketId").stringValue()).isEqualTo(student.socket().id());
      assertThat(connected.get("classIds")).isNotEmpty();
      JsonNode teacherId = teacher.awaitEvent("connected").get("userId");
      assertThat(connected.get("online").valueStream().map(user -> user.get("userId")))
          .containsExactly(teacherId);
      assertThat(teacher.awaitEvent("user:online").get("userId"))
          .isEqualTo(connected.get("userId"));
    }
  }

  static String firstClassConversation(ServerProcess server, String email) throws Exception {
    return Rest.signedIn(server, email)
        .get("/conversations?type=class&$limit=1&$sort[_id]=1")
        .body()
        .get("data")
        .get(0)
        .get("_id")
        .stringValue();
  }
}
