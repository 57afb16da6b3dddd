// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Coming and going with several devices, with a goodbye and without. */
class OnlineTest extends PresenceServer {

  /** A device without an official client around it, so that it can vanish. */
  private static LightLine device(Person person) throws Exception {
    var connected = new CompletableFuture<Void>();
    LightLine line =
        LightLine.open(
            person.server().url(),
            String.valueOf(person.rest().token()),
            (event, payload, ack) -> {
              if (event.equals("connected")) {
                connected.complete(null);
              }
            });
    connected.get(20, TimeUnit.SECONDS);
    return line;
  }

  private static List<String> about(ChatClient viewer, Person person) {
    return viewer.heard().stream()
        .filter(one -> one.event().startsWith("user:"))
        .filter(one -> one.payload().get("userId").stringValue().equals(person.id()))
        .map(ChatClient.Heard::event)
        .toList();
  }

  private static void awaitAbout(ChatClient viewer, Person person, String... events) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> about(viewer, person).size() >= events.length);
    assertThat(about(viewer, person)).containsExactly(events);
  }

  @Test
  void severalDevicesComeOnceAndGoOnce() throws Exception {
    Person ada = person("student1");
    Person ben = person("student2");
    try (ChatClient viewer = ben.connect()) {
      ChatClient phone = ada.connect();
      ChatClient laptop = ada.connect();
      ChatClient tablet = ada.connect();
      phone.close();
      tablet.close();
      laptop.close();
      awaitAbout(viewer, ada, "user:online", "user:offline");
      JsonNode online = viewer.awaitEvent("user:online");
      assertThat(online.get("role").stringValue()).isEqualTo("student");
      assertThat(online.get("at").stringValue()).matches("\\d{4}-.*\\.\\d{3}Z");
    }
  }

  @Test
  void aReloadWithinTheGraceMakesNoEvent() throws Exception {
    Person ada = person("student3");
    Person ben = person("student4");
    try (ChatClient viewer = ben.connect()) {
      LightLine page = device(ada);
      awaitAbout(viewer, ada, "user:online");
      for (int reload = 0; reload < 3; reload++) {
        page.close();
        page = device(ada);
      }
      assertThat(
              ben.rest()
                  .get("/presence")
                  .body()
                  .get("data")
                  .valueStream()
                  .anyMatch(one -> one.get("userId").stringValue().equals(ada.id())))
          .isTrue();
      ChatClient goodbye = ada.connect();
      page.close();
      goodbye.close();
      awaitAbout(viewer, ada, "user:online", "user:offline");
    }
  }

  @Test
  void whoVanishesIsOnlineUntilTheGraceIsOver() throws Exception {
    Person ada = person("student5");
    Person ben = person("student6");
    Person cleo = person("student7"); // signed in before the grace begins
    try (ChatClient viewer = ben.connect()) {
      LightLine page = device(ada);
      awaitAbout(viewer, ada, "user:online");
      page.close();
      try (ChatClient late = cleo.connect()) {
        assertThat(late.awaitEvent("connected").get("online").valueStream())
            .anyMatch(one -> one.get("userId").stringValue().equals(ada.id()));
      }
      awaitAbout(viewer, ada, "user:online", "user:offline");
    }
  }

  @Test
  void withoutAGraceWhoVanishesIsOfflineAtOnce() throws Exception {
    try (ServerProcess quick =
        ServerProcess.demo(data.resolve("quick"), "--offline-grace-ms", "0")) {
      Person ada = Person.signedIn(quick, "student1");
      Person ben = Person.signedIn(quick, "student2");
      try (ChatClient viewer = ben.connect()) {
        device(ada).close();
        awaitAbout(viewer, ada, "user:online", "user:offline");
      }
    }
  }

  @Test
  void featherListenersHearOfPresenceAsOfAService() throws Exception {
    Person ada = person("student8");
    Person ben = person("student9");
    Map<String, String> auth =
        Map.of("token", String.valueOf(ben.rest().token()), "events", "feathers");
    try (ChatClient viewer = ChatClient.open(server, auth)) {
      viewer.awaitEvent("connected");
      ada.connect().close();
      assertThat(viewer.awaitEvent("presence created").get("userId").stringValue())
          .isEqualTo(ada.id());
      assertThat(viewer.awaitEvent("presence removed").get("userId").stringValue())
          .isEqualTo(ada.id());
      assertThat(about(viewer, ada)).isEmpty();
    }
  }

  @Test
  void anAnonymousSocketHasNoPresence() throws Exception {
    Person ada = person("student10");
    Person ben = person("student11");
    try (ChatClient viewer = ben.connect();
        ChatClient socket = ChatClient.open(server, Map.of())) {
      await().until(() -> socket.socket().connected());
      ChatClient fence = person("student12").connect();
      awaitAbout(viewer, person("student12"), "user:online");
      assertThat(about(viewer, ada)).isEmpty();
      assertThat(socket.heard()).isEmpty();
      socket.callWith(
          "create",
          new Object[] {
            "authentication",
            new JSONObject(
                Map.of("strategy", "jwt", "accessToken", String.valueOf(ada.rest().token())))
          });
      awaitAbout(viewer, ada, "user:online");
      fence.close();
    }
  }
}
