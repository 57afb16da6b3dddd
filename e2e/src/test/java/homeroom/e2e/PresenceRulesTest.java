// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who sees whom come and go: every row of the rules, in two schools at once. */
class PresenceRulesTest extends PresenceServer {

  private static final List<String> PEOPLE =
      List.of(
          "admin",
          "teacher1",
          "teacher2",
          "teacher3",
          "student1",
          "student2",
          "student31",
          "student61",
          "student62",
          "student119");

  /** Some of one school, and what each of them has to hear according to the rules. */
  private final class Crowd implements AutoCloseable {
    final Map<Person, ChatClient> online = new LinkedHashMap<>();
    final Map<Person, List<String>> expected = new LinkedHashMap<>();
    final List<Person> people = new ArrayList<>();
    final SchoolRoster roster;

    Crowd(String domain) throws Exception {
      for (String name : PEOPLE) {
        people.add(person(name + "@" + domain));
      }
      roster = SchoolRoster.of(people.getFirst());
    }

    void comes(Person person) {
      List<Person> seen =
          online.keySet().stream().filter(other -> roster.sees(person, other)).toList();
      tell("user:online", person);
      ChatClient client = person.connect();
      online.put(person, client);
      expected.put(person, new ArrayList<>());
      JsonNode connected = client.awaitEvent("connected");
      assertThat(connected.get("online").valueStream().map(one -> text(one, "userId")))
          .containsExactlyInAnyOrderElementsOf(seen.stream().map(Person::id).toList());
      assertThat(connected.get("online").valueStream().map(one -> text(one, "role")))
          .containsExactlyInAnyOrderElementsOf(seen.stream().map(roster::role).toList());
      assertThat(connected.get("classIds").valueStream().map(JsonNode::stringValue))
          .containsExactlyInAnyOrderElementsOf(roster.classes(person));
    }

    /** With a goodbye. */
    void goes(Person person) {
      ChatClient client = online.remove(person);
      if (client != null) {
        client.close();
      }
      tell("user:offline", person);
    }

    private void tell(String event, Person about) {
      for (Person viewer : online.keySet()) {
        if (roster.sees(viewer, about)) {
          heardBy(viewer).add(event + " " + about.id());
        }
      }
    }

    private List<String> heardBy(Person viewer) {
      return expected.computeIfAbsent(viewer, key -> new ArrayList<>());
    }

    /** Everybody has heard exactly what they had to, in the order in which it happened. */
    void assertHeard() {
      online.forEach((viewer, client) -> {
        List<String> wanted = heardBy(viewer);
        await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(10))
            .until(() -> heard(client).size() >= wanted.size());
        assertThat(heard(client)).as("%s", roster.role(viewer)).isEqualTo(wanted);
      });
    }

    @Override
    public void close() {
      online.values().forEach(ChatClient::close);
    }
  }

  private static List<String> heard(ChatClient client) {
    return client.heard().stream()
        .filter(one -> one.event().startsWith("user:"))
        .map(one -> one.event() + " " + text(one.payload(), "userId"))
        .toList();
  }

  private static String text(JsonNode object, String field) {
    return object.get(field).stringValue();
  }

  /**
   * The admin comes last, whom everybody hears of: what was to be heard before has been by then.
   */
  @Test
  void everybodyHearsOfExactlyThoseTheRulesLetThemSee() throws Exception {
    try (var demo = new Crowd("demo.school");
        var other = new Crowd("other.school")) {
      for (int i = PEOPLE.size() - 1; i >= 0; i--) {
        demo.comes(demo.people.get(i));
        other.comes(other.people.get(i));
      }
      demo.assertHeard();
      other.assertHeard();
      for (int i = 1; i < PEOPLE.size(); i += 2) {
        demo.goes(demo.people.get(i));
        other.goes(other.people.get(i));
        demo.assertHeard();
        other.assertHeard();
      }
      for (Crowd crowd : List.of(demo, other)) {
        crowd.goes(crowd.people.getFirst());
        crowd.comes(crowd.people.getFirst());
        crowd.assertHeard();
      }
    }
  }

  @Test
  void thePresenceServiceAnswersWhatConnectedTold() throws Exception {
    try (var demo = new Crowd("demo.school")) {
      for (Person person : demo.people) {
        demo.comes(person);
      }
      for (Person person : demo.people) {
        List<String> seen =
            demo.people.stream()
                .filter(other -> demo.roster.sees(person, other))
                .map(Person::id)
                .sorted()
                .toList();
        JsonNode page = person.rest().get("/presence?$limit=200").body();
        assertThat(page.get("total").intValue()).isEqualTo(seen.size());
        assertThat(page.get("data").valueStream().map(one -> text(one, "userId")))
            .containsExactlyElementsOf(seen);
        ChatClient client = Objects.requireNonNull(demo.online.get(person));
        List<JsonNode> answer =
            client.callWith("find", new Object[] {"presence", new JSONObject()});
        assertThat(answer.get(0).isNull()).isTrue();
        assertThat(answer.get(1).get("total").intValue()).isEqualTo(seen.size());
      }
    }
  }

  @Test
  void whoIsNotConnectedSeesTheSameByTheService() throws Exception {
    Person ada = person("student1");
    try (ChatClient classmate = person("student2").connect()) {
      assertThat(classmate.all("connected")).hasSize(1);
      assertThat(
              ada.rest()
                  .get("/presence")
                  .body()
                  .get("data")
                  .valueStream()
                  .map(one -> text(one, "userId")))
          .contains(person("student2").id());
    }
  }
}
