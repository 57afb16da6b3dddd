// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * A school of random rules, over the transports themselves: whatever somebody writes, answers,
 * edits or makes is answered by REST, by the chat's events and by calls of Feathers as {@code
 * policy-explanations} says.
 */
class RulesOnEveryWayTest extends RulesServer {

  private static final int STEPS = 8;

  private enum Way {
    REST,
    CHAT,
    FEATHERS
  }

  /** Somebody with a socket of each dialect. */
  private record Actor(Person person, ChatClient chat, ChatClient feathers) {

    static Actor of(ServerProcess server, Person person) {
      ChatClient feathers =
          ChatClient.open(
              server, Map.of("token", String.valueOf(person.rest().token()), "events", "feathers"));
      feathers.awaitEvent("connected");
      return new Actor(person, person.connect(), feathers);
    }

    String id() {
      return person.id();
    }

    /** A call of a service; what was made of it, or the error. */
    JsonNode call(Way way, AccessCall call) throws Exception {
      return switch (way) {
        case REST -> call.overRest(person.rest()).body();
        case CHAT -> call.onSocket(chat).body();
        case FEATHERS -> call.onSocket(feathers).body();
      };
    }

    /** A message; what was stored, or the error. */
    JsonNode send(Way way, Map<String, Object> message) throws Exception {
      return way == Way.CHAT
          ? event("message:send", message)
          : call(way, new AccessCall("messages", "create", null, message, Map.of()));
    }

    JsonNode edit(Way way, String message) throws Exception {
      return way == Way.CHAT
          ? event("message:edit", Map.of("messageId", message, "text", "Changed"))
          : call(
              way,
              new AccessCall("messages", "patch", message, Map.of("text", "Changed"), Map.of()));
    }

    JsonNode change(Way way, String conversation, Map<String, Object> data) throws Exception {
      return call(way, new AccessCall("conversations", "patch", conversation, data, Map.of()));
    }

    private JsonNode event(String name, Map<String, Object> payload) throws Exception {
      JsonNode answer = chat.call(name, payload);
      return answer.path("ok").booleanValue() ? answer.get("message") : answer.get("error");
    }
  }

  /**
   * A message that was stored.
   *
   * @param reply whether it answers another one
   */
  private record Written(String id, String conversation, Actor by, boolean reply) {}

  private final List<Actor> people = new ArrayList<>();
  private final List<String> conversations = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  RulesOnEveryWayTest() {}

  @BeforeAll
  void people() throws Exception {
    for (String name : List.of("student1", "student2", "student31", "teacher1", "teacher2")) {
      people.add(Actor.of(server, person(name)));
    }
    people.add(Actor.of(server, admin));
    people
        .getFirst()
        .person()
        .rest()
        .get("/conversations?type=class")
        .body()
        .get("data")
        .forEach(one -> conversations.add(one.get("_id").stringValue()));
  }

  @AfterAll
  void leave() throws Exception {
    set(Map.of("preset", "open", "supervision", List.of()));
    people.forEach(one -> {
      one.chat().close();
      one.feathers().close();
    });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noWayLeadsAroundARuleAndEachAnswersAsItIsExplained(long seed) throws Exception {
    var random = new Random(seed);
    for (int i = 0; i < STEPS; i++) {
      set(some(random));
      Actor from = one(random, people);
      Actor to = one(random, people);
      if (!from.equals(to)) {
        withSomebody(from, to);
      }
      inSomething(random, from, to, one(random, conversations));
    }
    assertThat(written).isNotEmpty();
  }

  private void withSomebody(Actor from, Actor to) throws Exception {
    for (Way way : Way.values()) {
      String direct = explained("from=" + from.id() + "&to=" + to.id());
      JsonNode sent = from.send(way, Map.of("to", to.id(), "text", "Hi"));
      requireSame(direct, sent, way);
      remember(sent, from, false);
      String group = explained("from=" + from.id() + "&to=" + to.id() + "&action=group");
      Map<String, Object> wish =
          Map.of("type", "group", "title", "We", "participants", List.of(to.id()));
      JsonNode made =
          from.call(way, new AccessCall("conversations", "create", null, wish, Map.of()));
      requireSame(group, made, way);
      if (group.isEmpty()) {
        conversations.add(made.get("_id").stringValue());
      }
    }
  }

  private void inSomething(Random random, Actor from, Actor other, String in) throws Exception {
    String asked = "from=" + from.id() + "&conversationId=" + in;
    String send = explained(asked);
    String reply = explained(asked + "&action=reply");
    String add = explained("from=" + from.id() + "&to=" + other.id() + "&action=group");
    @Nullable Written answered =
        written.stream().filter(one -> one.conversation().equals(in)).findFirst().orElse(null);
    for (Way way : Way.values()) {
      JsonNode sent = from.send(way, Map.of("conversationId", in, "text", "Hello"));
      requireSame(send, sent, way);
      remember(sent, from, false);
      if (answered != null) {
        JsonNode answer =
            from.send(way, Map.of("conversationId", in, "text", "Yes", "replyTo", answered.id()));
        requireSame(reply, answer, way);
        remember(answer, from, true);
      }
      for (boolean ofReply : List.of(false, true)) {
        @Nullable Written own = own(random, from, in, ofReply);
        if (own != null) {
          requireSame(ofReply ? reply : send, from.edit(way, own.id()), way);
        }
      }
      requireNoWayAround(send, from.change(way, in, Map.of("title", "They")), way);
      Map<String, Object> added = Map.of("participants", Map.of("add", List.of(other.id())));
      boolean isThere = isMember(other, in);
      JsonNode after = from.change(way, in, added);
      if (!isThere) {
        requireNoWayAround(send, after, way);
        requireNoWayAround(add, after, way);
      }
    }
  }

  private static boolean isMember(Actor one, String conversation) throws Exception {
    return one.person().rest().get("/conversations/" + conversation).status() == 200;
  }

  private @Nullable Written own(Random random, Actor by, String in, boolean reply) {
    List<Written> own =
        written.stream()
            .filter(
                one -> one.by().equals(by) && one.conversation().equals(in) && one.reply() == reply)
            .toList();
    return own.isEmpty() ? null : one(random, own);
  }

  private void remember(JsonNode sent, Actor by, boolean reply) {
    if (sent.has("conversationId")) {
      String conversation = sent.get("conversationId").stringValue();
      written.add(new Written(sent.get("_id").stringValue(), conversation, by, reply));
      if (!conversations.contains(conversation)) {
        conversations.add(conversation);
      }
    }
  }

  /** The code of what forbids it; empty if it is allowed. */
  private String explained(String query) throws Exception {
    JsonNode one = admin.rest().get("/policy-explanations?" + query).body().get("data").get(0);
    assertThat(one.get("allowed").booleanValue()).isEqualTo(code(one.path("code")).isEmpty());
    return code(one.path("code"));
  }

  private static String code(JsonNode code) {
    return code.asString("");
  }

  private static void requireSame(String explained, JsonNode answer, Way way) {
    assertThat(code(answer.path("data").path("code")))
        .as("%s answers %s", way, answer)
        .isEqualTo(explained);
  }

  private static void requireNoWayAround(String explained, JsonNode answer, Way way) {
    if (!explained.isEmpty()) {
      assertThat(code(answer.path("data").path("code")))
          .as("%s answers %s where %s forbids it", way, answer, explained)
          .isNotEmpty();
    }
  }

  private static Map<String, Object> some(Random random) {
    var rules = new HashMap<String, Object>();
    if (random.nextInt(4) == 0) {
      rules.put("preset", one(random, List.of("open", "primary", "secondary", "staff-only")));
    }
    var write = new HashMap<String, String>();
    for (String action : List.of("direct", "reply", "group")) {
      for (String from : List.of("student", "teacher")) {
        String to = one(random, List.of("student", "teacher", "admin"));
        write.put(
            action + "." + from + "." + to,
            one(random, List.of("off", "class", "school", "school")));
      }
    }
    rules.put("write", write);
    rules.put("studentsPost", one(random, List.of("always", "replies", "never")));
    List<String> quiet =
        List.of(
            "student daily 00:00-24:00", "teacher daily 00:00-24:00", "everyone daily 00:00-24:00");
    rules.put("quiet", random.nextInt(4) == 0 ? List.of(one(random, quiet)) : List.of());
    rules.put("limits", Map.of("groups", random.nextInt(3) == 0 ? 2 : 10_000));
    return rules;
  }

  private static <T> T one(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void set(Map<String, Object> rules) throws Exception {
    JsonNode now = admin.rest().get("/settings/" + school).body();
    var data = new HashMap<>(rules);
    data.put("version", now.get("version").longValue());
    Rest.Answer answer = admin.rest().patch("/settings/" + school, data);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
  }
}
