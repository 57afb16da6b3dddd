// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever is wrong with a call on a socket gets the error of the contract, in its ack. */
class SocketRefusalTest extends SharedServer {

  @Test
  void aForgedTokenIsAConnectError() {
    try (ChatClient client = ChatClient.open(server, Map.of("token", "rubbish"))) {
      JsonNode error = client.awaitEvent("connect_error");
      assertThat(error.get("message").stringValue()).isNotBlank();
      assertThat(error.get("data").get("name").stringValue()).isEqualTo("NotAuthenticated");
      assertThat(error.get("data").get("code").intValue()).isEqualTo(401);
    }
  }

  @Test
  void withoutATokenASocketIsAnonymousAndMayOnlySignIn() throws Exception {
    try (ChatClient client = ChatClient.open(server, Map.of())) {
      JsonNode refused = client.call("message:send", Map.of("to", "x", "text", "Hi"));
      assertThat(refused.get("ok").booleanValue()).isFalse();
      assertThat(refused.get("error").get("name").stringValue()).isEqualTo("NotAuthenticated");
      assertThat(client.callWith("find", new Object[] {"users"}).getFirst().get("code").intValue())
          .isEqualTo(401);
      List<JsonNode> signedIn =
          client.callWith(
              "create",
              new Object[] {
                "authentication",
                new org.json.JSONObject(
                    Map.of(
                        "strategy", "local",
                        "email", "student1@demo.school",
                        "password", "homeroom"))
              });
      assertThat(signedIn.getFirst().isNull()).isTrue();
      assertThat(signedIn.getLast().get("user").get("email").stringValue())
          .isEqualTo("student1@demo.school");
      client.awaitEvent("connected");
      assertThat(
              client.callWith("find", new Object[] {"classes"}).getLast().get("total").intValue())
          .isPositive();
    }
  }

  @Test
  void anUnknownEventIsABadRequest() throws Exception {
    try (ChatClient client = ChatClient.signedIn(server, "student1@demo.school")) {
      JsonNode answer = client.call("message:sned", Map.of("text", "Hi"));
      assertThat(answer.get("ok").booleanValue()).isFalse();
      assertThat(answer.get("error").get("data").get("code").stringValue())
          .isEqualTo("unknown-event");
    }
  }

  @Test
  void anUnknownServiceAndMethodArriveAsTheErrorOfTheCall() throws Exception {
    try (ChatClient client = ChatClient.signedIn(server, "student1@demo.school")) {
      assertThat(
              client
                  .callWith("find", new Object[] {"lockers"})
                  .getFirst()
                  .get("name")
                  .stringValue())
          .isEqualTo("NotFound");
      assertThat(
              client
                  .callWith("remove", new Object[] {"receipts", "x"})
                  .getFirst()
                  .get("name")
                  .stringValue())
          .isEqualTo("MethodNotAllowed");
    }
  }

  @Test
  void anEmptyTextAMissingTextAndAWrongTypeNameTheField() throws Exception {
    try (ChatClient client = ChatClient.signedIn(server, "student1@demo.school")) {
      String conversation =
          MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
      for (Map<String, Object> payload :
          List.<Map<String, Object>>of(
              Map.of("conversationId", conversation, "text", "  "),
              Map.of("conversationId", conversation),
              Map.of("conversationId", conversation, "text", 7))) {
        JsonNode answer = client.call("message:send", payload);
        assertThat(answer.get("ok").booleanValue()).isFalse();
        assertThat(answer.get("error").get("code").intValue()).isEqualTo(400);
        assertThat(answer.get("error").get("errors").has("text")).isTrue();
      }
    }
  }

  @Test
  void aConversationOfAnotherSchoolIsNotFound() throws Exception {
    String theirs = MessageDeliveryTest.firstClassConversation(server, "student1@demo.school");
    try (ChatClient client = ChatClient.signedIn(server, "student1@other.school")) {
      JsonNode answer = client.call("message:send", Map.of("conversationId", theirs, "text", "Hi"));
      assertThat(answer.get("error").get("code").intValue()).isEqualTo(404);
    }
  }

  @Test
  void theThirdKindOfTargetIsNone() throws Exception {
    try (ChatClient client = ChatClient.signedIn(server, "student1@demo.school")) {
      JsonNode answer = client.call("message:send", Map.of("text", "Hi"));
      assertThat(answer.get("error").get("errors").has("conversationId")).isTrue();
    }
  }
}
