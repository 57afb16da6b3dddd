// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one student can do with what everybody may. */
class AbuseByStudentTest extends OnAbuseStage {

  private static final int LINES = 20;
  private static final int PEOPLE = 54;
  private static final int LONG_MESSAGES = 60;

  /** The longest answer of a sync, in bytes. */
  private static final int SYNC_BYTES = 1_500_000;

  private final Map<String, List<String>> schoolmates = new HashMap<>();

  @SuppressWarnings("NullAway.Init")
  AbuseByStudentTest() {}

  @Override
  protected boolean limited() {
    return true;
  }

  @Test
  void groupsThatNobodyWantsDoNotPileUp() throws Exception {
    groups(Attack.GROUPS, "student1");
  }

  @Test
  @Tag("long")
  void norDoTheyInALongTime() throws Exception {
    groups(Attack.MANY_GROUPS, "student3");
  }

  private void groups(Attack attack, String name) throws Exception {
    Person eve = Person.signedIn(stage.server, name);
    List<String> people = schoolmates.getOrDefault(name, List.of());
    Person victim = victim(people);
    int before = conversations(victim);
    stage.attacked(
        attack,
        LINES,
        number -> {
          var answers = new HashSet<String>();
          for (int i = 0; i < attack.times() / LINES; i++) {
            Rest.Answer made =
                eve.rest()
                    .post(
                        "/conversations",
                        Map.of("type", "group", "title", "g" + i, "participants", people));
            answers.add(String.valueOf(made.status()));
          }
          return String.join(", ", answers);
        });
    assertThat(conversations(victim) - before).as("groups of the flood").isBetween(1, 30);
  }

  /** Before they have groups in common. */
  @BeforeAll
  void lookAround() throws Exception {
    for (String name : List.of("student1", "student3")) {
      schoolmates.put(name, schoolmates(Person.signedIn(stage.server, name)));
    }
  }

  private static List<String> schoolmates(Person who) throws Exception {
    List<String> people = new ArrayList<>();
    for (JsonNode user : who.rest().get("/users?role=student&$limit=200").body().get("data")) {
      if (!user.get("_id").stringValue().equals(who.id()) && people.size() < PEOPLE) {
        people.add(user.get("_id").stringValue());
      }
    }
    return people;
  }

  /** One of those people. */
  private Person victim(List<String> people) throws Exception {
    for (int i = 30; i < 200; i++) {
      Person one = Person.signedIn(stage.server, "student" + i);
      if (people.contains(one.id())) {
        return one;
      }
    }
    throw new AssertionError("nobody");
  }

  /** Follows a whole sync, none of whose answers is long; how many conversations it brought. */
  private static int conversations(Person who) throws Exception {
    Set<String> found = new HashSet<>();
    var request = new HashMap<String, Object>(Map.of("conversations", Map.of()));
    String next = "";
    while (next != null) {
      Rest.Answer answer = who.rest().post("/sync", request);
      assertThat(answer.status()).isEqualTo(201);
      assertThat(answer.raw().body().length()).isLessThan(SYNC_BYTES);
      answer
          .body()
          .get("conversations")
          .forEach(entry -> found.add(entry.at("/conversation/_id").stringValue()));
      next = answer.body().path("next").asString(null);
      request.put("after", next);
    }
    return found.size();
  }

  @Test
  void longPagesAreCountedByTheirLength() throws Exception {
    Person eve = Person.signedIn(stage.server, "student4");
    String group = eve.group("Mine");
    String text = "a" + "\u0001".repeat(7_998) + "a";
    for (int i = 0; i < LONG_MESSAGES; i++) {
      var message = Map.of("conversationId", group, "text", text);
      assertThat(eve.rest().post("/messages", message).status()).isEqualTo(201);
    }
    String query = "/messages?$limit=" + LONG_MESSAGES + "&conversationId=" + group;
    String call = "[\"find\",\"messages\",{\"conversationId\":\"" + group + "\",\"$limit\":60}]";
    var pages = new AtomicInteger();
    stage.attacked(
        Attack.LONG_PAGES,
        LINES / 2,
        number -> {
          var answers = new TreeSet<String>();
          try (LightLine line = connected(eve)) {
            for (int i = 0; i < 2 * Attack.LONG_PAGES.times() / LINES; i++) {
              String status =
                  number % 2 == 0
                      ? String.valueOf(eve.rest().get(query).status())
                      : status(line.callRaw(call).get(60, TimeUnit.SECONDS).path(0));
              answers.add(status);
              if (status.equals("200")) {
                pages.incrementAndGet();
              }
            }
          } catch (IOException | ExecutionException tooMuchUnread) {
            answers.add("closed");
          }
          return String.join(", ", answers);
        });
    assertThat(pages).hasValueBetween(5, 40);
  }

  @Test
  void callsWithoutPauseTakeNothingFromOthers() throws Exception {
    callsWithoutPause(Attack.CALLS_WITHOUT_PAUSE, "student2");
  }

  @Test
  @Tag("long")
  void norDoTheyForALongTime() throws Exception {
    callsWithoutPause(Attack.MANY_CALLS_WITHOUT_PAUSE, "student5");
  }

  private void callsWithoutPause(Attack attack, String name) throws Exception {
    Person eve = Person.signedIn(stage.server, name);
    String ids = "\"a\",".repeat(400) + "\"a\"";
    List<String> calls =
        List.of(
            "[\"find\",\"messages\",{\"$search\":\"h e\",\"$limit\":200}]",
            "[\"find\",\"users\",{\"$limit\":200}]",
            "[\"find\",\"users\",{\"name\":{\"$nin\":[" + ids + "]}}]",
            "[\"find\",\"users\",{\"classId\":{\"$in\":[" + ids + "]},\"$limit\":0}]",
            "[\"message:sync\",{\"conversations\":{},\"limit\":1000}]",
            "[\"find\",\"presence\",{}]",
            "[\"typing:start\",{\"conversationId\":\"" + "f".repeat(24) + "\"}]");
    stage.attacked(
        attack,
        LINES,
        number -> {
          var answers = new HashSet<String>();
          try (LightLine line = connected(eve)) {
            for (int i = 0; i < attack.times() / LINES; i++) {
              JsonNode answer =
                  line.callRaw(calls.get((number + i) % calls.size())).get(60, TimeUnit.SECONDS);
              answers.add(status(answer.path(0)));
            }
          }
          answers.remove("404"); // typing in no conversation
          return String.join(", ", answers);
        });
  }

  /** Of the error, or of what an event is acked with. */
  private static String status(JsonNode first) {
    return first.has("code")
        ? first.get("code").asString()
        : first.path("error").path("code").asString("200");
  }

  private LightLine connected(Person who) throws Exception {
    var connected = new CompletableFuture<Void>();
    LightLine line =
        LightLine.open(
            url,
            String.valueOf(who.rest().token()),
            (event, payload, ack) -> {
              if (event.equals("connected")) {
                connected.complete(null);
              }
            });
    connected.get(30, TimeUnit.SECONDS);
    return line;
  }
}
