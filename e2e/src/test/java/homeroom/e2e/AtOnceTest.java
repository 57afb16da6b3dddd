// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What happens at the same moment, on many devices and both transports, has one order for all. */
class AtOnceTest extends SharedServer {

  private Person teacher;
  private Person ada;
  private Person ben;

  @SuppressWarnings("NullAway.Init")
  AtOnceTest() {}

  @BeforeAll
  void people() throws Exception {
    teacher = person("teacher1");
    ada = person("student1");
    ben = person("student2");
  }

  @Test
  void ofManyEditsAtOnceAHundredAreMadeAndTheOthersSayWhyNot() throws Exception {
    String group = ada.group("Edited at once", ben);
    try (ChatClient phone = ada.connect();
        ChatClient reader = ben.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String id = id(phone.say(group, "First"));
      var edits = new ArrayList<Callable<JsonNode>>();
      for (int i = 0; i < 110; i++) {
        edits.add(i % 2 == 0 ? onSocket(phone, id, "Edit " + i) : overRest(ada, id, "Edit " + i));
      }
      List<JsonNode> answers = all(threads, edits);
      assertThat(answers).filteredOn(answer -> answer.has("seq")).hasSize(100);
      assertThat(answers)
          .filteredOn(answer -> !answer.has("seq"))
          .hasSize(10)
          .allSatisfy(error ->
              assertThat(error.get("data").get("code").stringValue()).isEqualTo("too-many-edits"));
      JsonNode last = reader.awaitEvent("message:edited", one -> rev(one) == 101);
      assertThat(ada.message(last)).isEqualTo(last);
      assertThat(reader.all("message:edited").stream().map(AtOnceTest::rev))
          .containsExactlyElementsOf(revs(2, 101));
    }
  }

  @Test
  void whatIsDeletedWhileItIsEditedStaysDeleted() throws Exception {
    String group = ada.group("Deleted at once", ben);
    try (ChatClient phone = ada.connect();
        ChatClient laptop = ada.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        String id = id(phone.say(group, "Quagga " + round));
        List<JsonNode> answers =
            all(
                threads,
                List.of(
                    onSocket(phone, id, "Quagga on the phone"),
                    overRest(ada, id, "Quagga over REST"),
                    () -> laptop.call("message:delete", Map.of("messageId", id)).get("message"),
                    onSocket(phone, id, "Quagga again"),
                    overRest(ada, id, "Quagga once more")));
        assertThat(answers.get(2).get("text").stringValue()).isEmpty();
        JsonNode now = ada.rest().get("/messages/" + id).body();
        assertThat(now.get("text").stringValue()).isEmpty();
        assertThat(now.get("rev")).isEqualTo(answers.get(2).get("rev"));
      }
      assertThat(ben.rest().get("/messages?$search=quagga").body().get("total").intValue())
          .isZero();
    }
  }

  @Test
  void whoComesAndGoesWhileOthersWriteHearsWhatIsTheirsInOrder() throws Exception {
    String group = teacher.group("Coming and going", ada);
    try (ChatClient author = ada.connect();
        ChatClient comer = ben.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing = new ArrayList<Future<?>>();
      for (int writer = 0; writer < 3; writer++) {
        String name = "w" + writer + "-";
        writing.add(
            threads.submit(() -> {
              for (int i = 0; i < 25; i++) {
                assertThat(ada.rest().post("/messages", text(group, name + i)).status())
                    .isEqualTo(201);
              }
              return null;
            }));
      }
      int stays = 0;
      while (writing.stream().anyMatch(one -> !one.isDone()) || stays < 3) {
        assertThat(teacher.change(group, "add", ben).status()).isEqualTo(200);
        assertThat(teacher.change(group, "remove", ben).status()).isEqualTo(200);
        stays++;
      }
      for (Future<?> one : writing) {
        one.get();
      }
      author.say(group, "Nobody hears this but the teacher");
      comer.awaitMessage(
          "message:new", author.done("message:send", direct("fence")).get("message"));
      assertHeardWhileMember(comer, group, stays);
      assertThat(ada.history(group).stream().map(AtOnceTest::rev))
          .containsExactlyElementsOf(revs(1, 76));
    }
  }

  /** Each stay is one run of revs without a gap, between the events that begin and end it. */
  private static void assertHeardWhileMember(ChatClient client, String group, int stays) {
    boolean member = false;
    long rev = 0;
    int ended = 0;
    for (ChatClient.Heard heard : client.heard()) {
      JsonNode payload = heard.payload();
      switch (heard.event()) {
        case "conversation:new" -> {
          if (payload.get("_id").stringValue().equals(group)) {
            assertThat(member).isFalse();
            member = true;
            rev = rev(payload);
          }
        }
        case "conversation:removed" -> {
          if (payload.get("conversationId").stringValue().equals(group)) {
            assertThat(member).isTrue();
            member = false;
            ended++;
          }
        }
        case "message:new" -> {
          if (payload.get("conversationId").stringValue().equals(group)) {
            assertThat(member).as("a member at " + payload).isTrue();
            assertThat(rev(payload)).isEqualTo(rev + 1);
            rev++;
          }
        }
        default -> {}
      }
    }
    assertThat(member).isFalse();
    assertThat(ended).isEqualTo(stays);
  }

  @Test
  void peopleAddedAtOnceAreAllInAndEachIsToldOnce() throws Exception {
    String group = teacher.group("Added at once");
    var crowd = new ArrayList<Person>();
    for (int n = 1; n <= 6; n++) {
      crowd.add(person("student" + n));
    }
    try (ChatClient first = crowd.getFirst().connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var changes = new ArrayList<Callable<JsonNode>>();
      for (Person one : crowd) {
        changes.add(() -> teacher.change(group, "add", one).body());
        changes.add(() -> teacher.change(group, "add", crowd.getFirst()).body());
      }
      all(threads, changes);
      Set<String> expected = new HashSet<>(Set.of(teacher.id()));
      crowd.forEach(one -> expected.add(one.id()));
      assertThat(
              teacher
                  .conversation(group)
                  .get("participants")
                  .valueStream()
                  .map(JsonNode::stringValue))
          .containsExactlyInAnyOrderElementsOf(expected);
      try (ChatClient head = teacher.connect()) {
        first.awaitMessage("message:new", head.say(group, "All in?"));
      }
      assertThat(first.all("conversation:new")).filteredOn(one -> id(one).equals(group)).hasSize(1);
    }
  }

  @Test
  void allTwentyDevicesOfAUserHearAMessageOnce() throws Exception {
    String group = ada.group("Twenty devices", ben);
    var devices = new ArrayList<ChatClient>();
    try (ChatClient author = ada.connect()) {
      for (int i = 0; i < 20; i++) {
        devices.add(ben.connect());
      }
      JsonNode message = author.say(group, "Everywhere");
      JsonNode own = devices.getFirst().say(group, "Seen");
      for (ChatClient device : devices) {
        if (device != devices.getFirst()) {
          device.awaitMessage("message:new", own);
        }
      }
      for (ChatClient device : devices) {
        assertThat(device.all("message:new").stream().map(AtOnceTest::id))
            .containsOnlyOnce(id(message));
      }
      assertThat(ada.message(message).get("receipts").get("of").intValue()).isOne();
    } finally {
      devices.forEach(ChatClient::close);
    }
  }

  private static Callable<JsonNode> onSocket(ChatClient client, String id, String text) {
    return () -> {
      JsonNode answer = client.call("message:edit", Map.of("messageId", id, "text", text));
      return answer.get("ok").booleanValue() ? answer.get("message") : answer.get("error");
    };
  }

  private static Callable<JsonNode> overRest(Person who, String id, String text) {
    return () -> who.rest().patch("/messages/" + id, Map.of("text", text)).body();
  }

  private static List<JsonNode> all(ExecutorService threads, List<Callable<JsonNode>> calls)
      throws Exception {
    var answers = new ArrayList<JsonNode>();
    for (Future<JsonNode> answer : threads.invokeAll(calls)) {
      answers.add(answer.get());
    }
    return answers;
  }

  private Map<String, String> direct(String text) {
    return Map.of("to", ben.id(), "text", text);
  }

  private static Map<String, String> text(String group, String text) {
    return Map.of("conversationId", group, "text", text);
  }

  private static List<Long> revs(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static long rev(JsonNode node) {
    return node.get("rev").longValue();
  }

  private static String id(JsonNode node) {
    return node.get("_id").stringValue();
  }
}
