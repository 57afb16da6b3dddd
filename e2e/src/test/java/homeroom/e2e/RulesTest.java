// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An admin sets the rules of the school, and they hold on every way. */
class RulesTest extends RulesServer {

  private static final int ROUNDS = 12;

  private Person ada;
  private Person ben;
  private Person teacher;

  @SuppressWarnings("NullAway.Init")
  RulesTest() {}

  @BeforeAll
  void people() throws Exception {
    ada = person("student1");
    ben = person("student2");
    teacher = person("teacher1");
  }

  @Test
  void aRuleIsPreviewedSetFollowedAndExplained() throws Exception {
    set(Map.of("preset", "open"));
    String direct =
        ada.rest()
            .post("/conversations", Map.of("type", "direct", "participants", List.of(ben.id())))
            .body()
            .get("_id")
            .stringValue();
    Map<String, Object> off =
        Map.of("write", Map.of("direct.student.student", "off", "reply.student.student", "off"));
    long version = version();
    JsonNode preview =
        patch(version, Map.of("write", off.get("write"), "preview", true)).body().get("preview");
    assertThat(preview.get("readOnly").intValue()).isPositive();
    assertThat(preview.get("people").get(0).get("cutOff").intValue()).isPositive();
    assertThat(version()).isEqualTo(version);
    try (ChatClient socket = ada.connect()) {
      assertThat(patch(version, off).status()).isEqualTo(200);
      JsonNode told =
          socket.awaitEvent(
              "conversation:updated", one -> one.get("_id").stringValue().equals(direct));
      assertThat(told.get("readOnly").booleanValue()).isTrue();
    }
    JsonNode why = explained("from=" + ada.id() + "&conversationId=" + direct);
    assertThat(why.get("allowed").booleanValue()).isFalse();
    assertThat(why.get("rule").stringValue()).isEqualTo("write.reply.student.student");
    assertThat(why.get("version").longValue()).isEqualTo(version + 1);
    assertThat(patch(version, off).status()).isEqualTo(409);
  }

  @Test
  void whatIsWrongIsNamedAndAWholeRecordMayBeSentBack() throws Exception {
    Rest.Answer wrong = patch(version(), Map.of("quiet", List.of("always"), "lessons", "noon"));
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.body().get("errors").propertyNames())
        .containsExactlyInAnyOrder("quiet", "lessons");
    JsonNode now = admin.rest().get("/settings/" + school).body();
    Rest.Answer same = admin.rest().patch("/settings/" + school, now);
    assertThat(same.status()).isEqualTo(200);
    assertThat(same.body()).isEqualTo(now);
  }

  @Test
  void whatIsExplainedHappensOverRestAndOnSocketsOfBothDialects() throws Exception {
    var random = new Random(17);
    try (ChatClient chat = ada.connect();
        ChatClient feathers =
            ChatClient.open(
                server,
                Map.of("token", String.valueOf(ben.rest().token()), "events", "feathers"))) {
      feathers.awaitEvent("connected");
      for (int i = 0; i < ROUNDS; i++) {
        set(some(random));
        for (Person to : List.of(ben, teacher)) {
          String asked = "from=" + ada.id() + "&to=" + to.id();
          Map<String, Object> message = Map.of("to", to.id(), "text", "Hi");
          requireSame(explained(asked), ada.rest().post("/messages", message).body());
          requireSame(explained(asked), chat.call("message:send", message).path("error"));
        }
        String asked = "from=" + ben.id() + "&to=" + ada.id();
        Map<String, Object> message = Map.of("to", ada.id(), "text", "Hi");
        requireSame(explained(asked), ben.rest().post("/messages", message).body());
        requireSame(
            explained(asked),
            feathers
                .callWith("create", new Object[] {"messages", new JSONObject(message)})
                .getFirst());
      }
    }
  }

  @Test
  void theCommandLineShowsAndSetsRulesThatARunningServerFollows() throws Exception {
    long version = version();
    List<String> where = List.of("--school", "Demo School", "--data", data.toString());
    ServerProcess.Finished set = school(where, "set", "words=knife", "limits.title=20");
    assertThat(set.output()).contains("words=knife", "version " + (version + 1));
    assertThat(set.exitCode()).isZero();
    await().atMost(Duration.ofSeconds(20)).until(() -> version() == version + 1);
    assertThat(school(where, "show").output()).contains("words=knife", "limits.title=20");
    ServerProcess.Finished wrong = school(where, "set", "quiet=always", "colour=blue");
    assertThat(wrong.output()).contains("quiet is not like", "colour is no rule");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(version()).isEqualTo(version + 1);
  }

  private static ServerProcess.Finished school(List<String> where, String command, String... values)
      throws Exception {
    var arguments = new ArrayList<>(List.of("school", command));
    arguments.addAll(where);
    arguments.addAll(List.of(values));
    return ServerProcess.run(arguments);
  }

  private static Map<String, Object> some(Random random) {
    List<String> reaches = List.of("off", "class", "school");
    var write = new HashMap<String, String>();
    for (String pair :
        List.of("direct.student.student", "reply.student.student", "reply.student.teacher")) {
      write.put(pair, reaches.get(random.nextInt(reaches.size())));
    }
    List<String> quiet = random.nextInt(3) == 0 ? List.of("student daily 00:00-24:00") : List.of();
    return Map.of("write", write, "quiet", quiet);
  }

  private JsonNode explained(String query) throws Exception {
    return admin.rest().get("/policy-explanations?" + query).body().get("data").get(0);
  }

  /** The error, if there is one, is the one that was explained. */
  private static void requireSame(JsonNode explained, JsonNode answer) {
    assertThat(answer.path("data").path("code").asString(""))
        .as(explained.toString())
        .isEqualTo(explained.path("code").asString(""));
  }

  private long version() throws Exception {
    return admin.rest().get("/settings/" + school).body().get("version").longValue();
  }

  private void set(Map<String, Object> rules) throws Exception {
    assertThat(patch(version(), rules).status()).isEqualTo(200);
  }

  private Rest.Answer patch(long version, Map<String, Object> rules) throws Exception {
    var data = new HashMap<>(rules);
    data.put("version", version);
    return admin.rest().patch("/settings/" + school, data);
  }
}
