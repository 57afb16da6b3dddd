// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.SchoolOnSockets.answer;
import static homeroom.api.socket.SchoolOnSockets.newest;
import static homeroom.api.socket.SchoolOnSockets.received;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.api.service.CallTurns;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.message.Watermark;
import homeroom.socketio.testing.FakeSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a sync on a socket confirms, and a renewal of the token that leaves its dialect. */
class SyncOnSocketsTest {

  private final SchoolOnSockets school = new SchoolOnSockets();
  private final Conversation group =
      school.people.group("Maths", school.people.ada, school.people.bob);

  @Test
  void theEpochIsToldOnConnectingAndInEachAnswer() throws Exception {
    FakeSocket ada = school.connect(school.people.ada);
    String epoch = school.stores.epochs().epoch().id();
    assertThat(newest(ada).get("epoch").stringValue()).isEqualTo(epoch);
    assertThat(sync(ada, Map.of()).get("epoch").stringValue()).isEqualTo(epoch);
    JsonNode stale =
        answer(
            ada.sends(
                "message:sync",
                Map.of("conversations", Map.of(group.id().value(), 0), "epoch", "another")));
    assertThat(entry(stale).get("reset").booleanValue()).isTrue();
  }

  @Test
  void whatCameBySyncIsDeliveredWithTheNextPongAndHoldsUpNothing() throws Exception {
    school.people.send(group, school.people.bob, "one");
    school.people.send(group, school.people.bob, "two");
    FakeSocket ada = school.connect(school.people.ada);
    assertThat(entry(sync(ada, Map.of())).get("complete").booleanValue()).isTrue();
    FakeSocket bob = school.connect(school.people.bob);
    say(bob, "three");
    assertThat(delivered()).isZero();

    pong(ada);
    assertThat(delivered()).isEqualTo(3);
    say(bob, "four");
    pong(ada);
    assertThat(delivered()).isEqualTo(4);
  }

  @Test
  void theSameHoldsForTheServiceOnASocket() throws Exception {
    school.people.send(group, school.people.bob, "one");
    FakeSocket ada = school.connect(school.people.ada);
    ada.sends("create", "sync", Map.of(), JsonNodeFactory.instance.objectNode());
    pong(ada);
    assertThat(delivered()).isEqualTo(1);
  }

  @Test
  void aPartialAnswerConfirmsNoMessageThatItLeftOut() throws Exception {
    Message first = school.people.send(group, school.people.bob, "one");
    school.people.send(group, school.people.bob, "two");
    school.people.send(group, school.people.bob, "three");
    school.people.edit(first, "one, edited");
    FakeSocket ada = school.connect(school.people.ada);
    JsonNode page = entry(sync(ada, Map.of("limit", 1)));
    assertThat(page.get("messages")).hasSize(1);
    pong(ada);
    assertThat(delivered()).as("the edited one has not come").isZero();
    sync(ada, Map.of());
    pong(ada);
    assertThat(delivered()).isEqualTo(3);
  }

  @Test
  void aSyncWaitsForItsTurnAmongTheCallsOfItsUser() throws Exception {
    FakeSocket ada = school.connect(school.people.ada);
    FakeSocket bob = school.connect(school.people.bob);
    CallTurns turns = school.services.turns();
    var release = new CountDownLatch(1);
    for (int i = 0; i < turns.runningOfOne(); i++) {
      var _ = later(() -> turns.run(school.people.ada.id(), () -> awaited(release)));
    }
    await().until(() -> turns.running() == turns.runningOfOne());
    Future<JsonNode> asked = later(() -> sync(ada, Map.of()));
    await().until(() -> turns.waiting() == 1);

    assertThat(sync(bob, Map.of()).get("ok").booleanValue()).as("of others").isTrue();
    assertThat(asked.isDone()).isFalse();
    release.countDown();
    assertThat(asked.get(1, MINUTES).get("ok").booleanValue()).isTrue();
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(1, MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Future<T> later(Callable<T> task) {
    var future = new FutureTask<>(task);
    Thread.startVirtualThread(future);
    return future;
  }

  @Test
  void aRenewalByTheSameUserKeepsTheDialect() throws Exception {
    for (String dialect : new String[] {"", "chat", "both", "feathers"}) {
      FakeSocket ada =
          school.connect(
              dialect.isEmpty()
                  ? Map.of("token", school.token(school.people.ada))
                  : Map.of("token", school.token(school.people.ada), "events", dialect));
      FakeSocket bob = school.connect(school.people.bob);
      int before = received(ada).size();
      say(bob, "before");
      var heard = received(ada).subList(before, received(ada).size());
      SchoolOnSockets.signIn(ada, school.token(school.people.ada));
      int after = received(ada).size();
      say(bob, "after");
      assertThat(received(ada).subList(after, received(ada).size())).as(dialect).isEqualTo(heard);
    }
  }

  /** Everything that was sent reached the client, which answers a ping. */
  private void pong(FakeSocket client) {
    school.frames.pong(client, Long.MAX_VALUE);
    school.time.pass(Duration.ofMillis(250));
  }

  private JsonNode sync(FakeSocket client, Map<String, Object> request) throws Exception {
    var conversations = Map.of(group.id().value(), 0);
    return answer(
        client.sends(
            "message:sync",
            request.isEmpty()
                ? Map.of("conversations", conversations)
                : Map.of("conversations", conversations, "limit", request.get("limit"))));
  }

  private JsonNode entry(JsonNode answer) {
    for (JsonNode entry : answer.get("conversations")) {
      if (entry.at("/conversation/_id").stringValue().equals(group.id().value())) {
        return entry;
      }
    }
    throw new AssertionError("not in " + answer);
  }

  private void say(FakeSocket from, String text) throws Exception {
    from.sends(
        "message:send",
        Map.of(
            "conversationId",
            group.id().value(),
            "text",
            text,
            "clientId",
            UUID.randomUUID().toString()));
  }

  /** How far Ada's watermark is. */
  private long delivered() {
    school.time.pass(Duration.ofMillis(250));
    return school.stores.receipts().watermarks(school.people.schoolId(), group.id()).stream()
        .filter(mark -> mark.userId().equals(school.people.ada.id()))
        .mapToLong(Watermark::deliveredSeq)
        .sum();
  }
}
