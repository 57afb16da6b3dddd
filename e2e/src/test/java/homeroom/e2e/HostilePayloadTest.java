// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever a signed-in client sends, the answer says what was wrong, and nothing breaks. */
class HostilePayloadTest extends SharedServer {

  private static final List<String> NO_OBJECTS =
      List.of("null", "true", "0", "-1", "1e300", "\"\"", "\"text\"", "[]", "[{}]", "[[[[]]]]");

  private static final List<String> NO_IDS =
      List.of(
          "null",
          "true",
          "7",
          "\"\"",
          "[]",
          "{}",
          "{\"$ne\":null}",
          "{\"$gt\":\"\"}",
          "\"../../etc/passwd\"",
          "\"a b\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"' OR 1=1 --\"",
          "\"" + "x".repeat(65) + "\"");

  private static final List<String> NO_NUMBERS =
      List.of(
          "null",
          "true",
          "\"1\"",
          "-1",
          "0.5",
          "1e300",
          "9223372036854775808",
          "1" + "0".repeat(500),
          "[]",
          "[1]",
          "{}",
          "{\"$gt\":0}");

  private Person ada;
  private String group;
  private LightLine line;

  @SuppressWarnings("NullAway.Init")
  HostilePayloadTest() {}

  @BeforeEach
  void connect() throws Exception {
    ada = person("student1");
    group = ada.group("Hostile", person("student2"));
    var connected = new CompletableFuture<Void>();
    line =
        LightLine.open(
            server.url(),
            String.valueOf(ada.rest().token()),
            (event, payload, ack) -> {
              if (event.equals("connected")) {
                connected.complete(null);
              }
            });
    connected.get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void disconnect() {
    line.close();
  }

  private JsonNode raw(String json) throws Exception {
    return line.callRaw(json).get(20, TimeUnit.SECONDS);
  }

  private void refused(String event, String payload) throws Exception {
    JsonNode answer = raw("[\"" + event + "\"," + payload + "]").path(0);
    assertThat(answer.get("ok").booleanValue()).as(event + payload).isFalse();
    assertThat(answer.get("error").get("code").intValue()).as(event + payload).isIn(400, 404);
  }

  @Test
  void whatIsNoObjectIsRefused() throws Exception {
    for (String event :
        List.of(
            "message:send",
            "message:edit",
            "message:delete",
            "message:delivered",
            "message:read",
            "message:sync")) {
      for (String payload : NO_OBJECTS) {
        refused(event, payload);
      }
      assertThat(raw("[\"" + event + "\"]").path(0).get("ok").booleanValue()).isFalse();
    }
  }

  @Test
  void whatIsNoIdIsRefused() throws Exception {
    for (String id : NO_IDS) {
      refused("message:send", "{\"text\":\"a\",\"conversationId\":" + id + "}");
      refused("message:send", "{\"text\":\"a\",\"to\":" + id + "}");
      refused("message:edit", "{\"text\":\"a\",\"messageId\":" + id + "}");
      refused("message:delete", "{\"messageId\":" + id + "}");
      refused("message:read", "{\"seq\":0,\"conversationId\":" + id + "}");
      if (!id.equals("null")) {
        refused("message:send", inGroup("\"text\":\"a\",\"replyTo\":" + id));
      }
    }
  }

  @Test
  void whatIsNoNumberIsRefused() throws Exception {
    for (String number : NO_NUMBERS) {
      refused("message:read", inGroup("\"seq\":" + number));
      refused("message:sync", "{\"conversations\":{\"" + group + "\":" + number + "}}");
      if (!number.equals("null")) {
        refused("message:sync", "{\"limit\":" + number + "}");
      }
    }
  }

  @Test
  void whatIsNoTextIsRefused() throws Exception {
    List<String> noTexts =
        List.of(
            "null",
            "7",
            "true",
            "[]",
            "[\"a\"]",
            "{\"$gt\":\"\"}",
            "\"\\ud800\"",
            "\"\\udc00a\"",
            "\"a\\ud83d\"",
            "\" \\n\\t\\u00a0\\u2028\\ufeff\"",
            "\"" + "x".repeat(8001) + "\"",
            "\"" + "x".repeat(900_000) + "\"");
    for (String text : noTexts) {
      refused("message:send", inGroup("\"text\":" + text));
    }
    for (String clientId :
        List.of("7", "[]", "{}", "\"\"", "\"\\ud800\"", "\"" + "x".repeat(65) + "\"")) {
      refused("message:send", inGroup("\"text\":\"a\",\"clientId\":" + clientId));
    }
  }

  @Test
  void strangeTextsComeBackAsTheyWereAndAreSearchedLikeOthers() throws Exception {
    for (String text :
        List.of(
            "a\u0000b",
            "\u0001\u001b[31m",
            "\ud83d\udc69\u200d\ud83d\udc67",
            "\ue000\uffff",
            "\u202eevil",
            "{\"$set\":1}",
            "<script>alert(1)</script>",
            "'; DROP TABLE messages; --",
            "\" OR \"a\" NEAR b*",
            "%s%n${jndi:ldap://x}",
            "\ufdfa".repeat(8000),
            "\ud83d\ude00".repeat(8000))) {
      String clientId = text.substring(0, text.offsetByCodePoints(0, 1));
      JsonNode answer =
          raw(
              Rest.JSON.writeValueAsString(
                  List.of(
                      "message:send",
                      Map.of("conversationId", group, "text", text, "clientId", clientId))));
      JsonNode message = answer.path(0).get("message");
      assertThat(message.get("text").stringValue()).isEqualTo(text);
      assertThat(ada.message(message).get("text").stringValue()).isEqualTo(text);
      String words = text.substring(0, Math.min(50, text.length()));
      String search = "/messages?$search=" + URLEncoder.encode(words, UTF_8);
      assertThat(ada.rest().get(search).status()).isEqualTo(200);
    }
  }

  @Test
  void keysOfPrototypesAndOperatorsAreOnlyKeys() throws Exception {
    for (String key : List.of("__proto__", "constructor", "prototype", "toString", "$where")) {
      String more = "\"" + key + "\":{\"role\":\"admin\",\"$gt\":\"\"}";
      JsonNode sent = raw("[\"message:send\"," + inGroup("\"text\":\"a\"," + more) + "]").path(0);
      assertThat(sent.get("ok").booleanValue()).isTrue();
      assertThat(sent.get("message").has(key)).isFalse();
      refused("message:sync", "{\"conversations\":{" + more + "}}");
      refused(key, "{}");
      assertThat(error("[\"find\",\"messages\"," + inGroup(more) + "]").get("errors").has(key))
          .isTrue();
      assertThat(error("[\"find\",\"" + key + "\",{}]").get("code").intValue()).isEqualTo(404);
      assertThat(error("[\"find\",\"conversations\",{\"type\":{" + more + "}}]").get("code"))
          .isEqualTo(Rest.JSON.valueToTree(400));
    }
    assertThat(person("student1").rest().get("/users/" + ada.id()).body().get("role"))
        .isEqualTo(Rest.JSON.valueToTree("student"));
  }

  @Test
  void revsThatNeverWereAskForEverythingAnew() throws Exception {
    JsonNode answer =
        raw("[\"message:sync\",{\"conversations\":{\"" + group + "\":9223372036854775807}}]")
            .path(0);
    assertThat(answer.get("conversations").valueStream())
        .filteredOn(entry -> entry.get("conversation").get("_id").stringValue().equals(group))
        .allSatisfy(entry -> assertThat(entry.get("reset").booleanValue()).isTrue());
    refused("message:read", inGroup("\"seq\":9223372036854775807"));
    refused("message:delivered", inGroup("\"seq\":1"));
  }

  @Test
  void whatIsNestedTooDeepEndsAtMostTheConnectionThatSentIt() throws Exception {
    String deep = "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000);
    assertThat(ada.rest().postText("/messages", deep).status()).isEqualTo(400);
    assertEnds("[\"message:send\"," + deep + "]");
    for (String broken :
        List.of(
            "[\"message:send\",{",
            "[\"message:send\",NaN]",
            "[\"message:send\",1" + "0".repeat(5000) + "]",
            "[\"message:send\",{}] more",
            "[\"disconnect\",{}]",
            "[null,{}]",
            "[]",
            "{}")) {
      connect();
      assertEnds(broken);
    }
    connect();
    assertThat(raw("[\"message:sync\",{}]").path(0).get("ok").booleanValue()).isTrue();
  }

  private void assertEnds(String json) throws Exception {
    var _ = line.callRaw(json);
    line.ended().get(20, TimeUnit.SECONDS);
  }

  @Test
  void idsOfAnotherSchoolAreIdsOfNothing() throws Exception {
    Person stranger = person("student1@other.school");
    Person friend = person("student2@other.school");
    String theirs = stranger.group("Theirs", friend);
    JsonNode message =
        stranger.rest().post("/messages", Map.of("conversationId", theirs, "text", "Ours")).body();
    String id = message.get("_id").stringValue();
    String nothing = "f".repeat(24);
    for (List<String> pair : List.of(List.of(theirs, nothing), List.of(id, nothing))) {
      for (String call :
          List.of(
              "[\"message:send\",{\"text\":\"a\",\"conversationId\":\"%s\"}]",
              "[\"message:send\",{\"text\":\"a\",\"to\":\"%s\"}]",
              "[\"message:read\",{\"seq\":1,\"conversationId\":\"%s\"}]",
              "[\"message:edit\",{\"text\":\"a\",\"messageId\":\"%s\"}]",
              "[\"message:delete\",{\"messageId\":\"%s\"}]",
              "[\"find\",\"messages\",{\"conversationId\":\"%s\"}]",
              "[\"get\",\"messages\",\"%s\"]",
              "[\"get\",\"conversations\",\"%s\"]",
              "[\"patch\",\"conversations\",\"%s\",{\"title\":\"a\"}]",
              "[\"remove\",\"conversations\",\"%s\"]",
              "[\"find\",\"receipts\",{\"messageId\":\"%s\"}]",
              "[\"find\",\"message-history\",{\"messageId\":\"%s\"}]")) {
        String told = raw(call.formatted(pair.getFirst())).toString();
        String toldOfNothing = raw(call.formatted(nothing)).toString();
        assertThat(told.replace(pair.getFirst(), nothing)).isEqualTo(toldOfNothing);
        assertThat(told).contains("\"code\":404");
      }
    }
    assertThat(
            error(
                    "[\"create\",\"messages\","
                        + inGroup("\"text\":\"a\",\"replyTo\":\"" + id + "\"")
                        + "]")
                .get("code")
                .intValue())
        .isEqualTo(400);
    assertThat(
            error(
                    "[\"create\",\"conversations\",{\"type\":\"group\",\"participants\":[\""
                        + stranger.id()
                        + "\"]}]")
                .get("code")
                .intValue())
        .isEqualTo(404);
  }

  private String inGroup(String more) {
    return "{\"conversationId\":\"" + group + "\"," + more + "}";
  }

  /** The error of a service's call. */
  private JsonNode error(String call) throws Exception {
    return raw(call).path(0);
  }
}
