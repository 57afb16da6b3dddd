// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import homeroom.api.auth.AccessTokens;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.chat.school.UserId;
import io.socket.client.Ack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A session ends when it is signed out or its time is over, wherever it is used. */
class SignOutTest extends SharedServer {

  /** Long enough to connect in, on a slow machine. */
  private static final Duration BRIEF = Duration.ofSeconds(5);

  @Test
  void aTokenThatWasSignedOutOpensNothingMore() throws Exception {
    Rest ada = Rest.signedIn(server, "student1@demo.school");
    Rest.Answer answer = ada.delete("/authentication");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().get("user").get("email").stringValue())
        .isEqualTo("student1@demo.school");
    Rest.Answer refused = ada.get("/users");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(code(refused.body())).isEqualTo("token-ended");
    assertThat(ada.delete("/authentication").status()).isEqualTo(401);
    try (ChatClient client =
        ChatClient.open(server, Map.of("token", String.valueOf(ada.token())))) {
      client.awaitEvent("connect_error");
    }
    Rest.Answer again =
        Rest.anonymous(server)
            .post(
                "/authentication",
                Map.of("strategy", "jwt", "accessToken", String.valueOf(ada.token())));
    assertThat(again.status()).isEqualTo(401);
  }

  @Test
  void everySocketOfTheTokenHearsThatItEndedAndOthersStay() throws Exception {
    Person ada = person("student2");
    Person elsewhere = person("student2");
    try (ChatClient one = ada.connect();
        ChatClient two = ada.connect();
        ChatClient other = elsewhere.connect()) {
      ada.rest().delete("/authentication");
      for (ChatClient client : List.of(one, two)) {
        assertThat(client.awaitEvent("session:ended").get("reason").stringValue())
            .isEqualTo("ended");
        assertThat(client.awaitEvent("disconnect").stringValue()).isEqualTo("io server disconnect");
      }
      assertThat(find(other, "classes").getFirst().isNull()).isTrue();
      assertThat(other.all("session:ended")).isEmpty();
    }
  }

  @Test
  void aDeviceThatIsRemovedFromElsewhereIsSignedOutAndOthersStay() throws Exception {
    Person lost = person("student4");
    Person here = person("student4");
    try (ChatClient phone = lost.connect();
        ChatClient laptop = here.connect()) {
      JsonNode found = here.rest().get("/sessions").body().get("data");
      assertThat(found.findValuesAsString("_id")).contains(lost.session(), here.session());
      Rest.Answer removed = here.rest().delete("/sessions/" + lost.session());
      assertThat(removed.status()).isEqualTo(200);
      assertThat(removed.body().get("userId").stringValue()).isEqualTo(here.id());
      assertThat(phone.awaitEvent("session:ended").get("reason").stringValue()).isEqualTo("ended");
      assertThat(code(lost.rest().get("/users").body())).isEqualTo("token-ended");
      assertThat(find(laptop, "sessions").getFirst().isNull()).isTrue();
      assertThat(laptop.all("session:ended")).isEmpty();
    }
  }

  @Test
  void whoRemovesAllOfTheirDevicesIsSignedOutEverywhere() throws Exception {
    Person phone = person("student5");
    Person laptop = person("student5");
    try (ChatClient client = phone.connect()) {
      assertThat(laptop.rest().delete("/sessions/" + laptop.id()).status()).isEqualTo(200);
      assertThat(client.awaitEvent("session:ended").get("reason").stringValue()).isEqualTo("ended");
      for (Person each : List.of(phone, laptop)) {
        assertThat(code(each.rest().get("/users").body())).isEqualTo("token-ended");
      }
    }
  }

  @Test
  void aSocketThatSignedInTheFeathersWayIsAnonymousAgain() throws Exception {
    try (ChatClient client = ChatClient.open(server, Map.of())) {
      JsonNode session = signIn(client, "student3").getLast();
      String token = session.get("accessToken").stringValue();
      try (ChatClient other = ChatClient.open(server, Map.of("token", token))) {
        other.awaitEvent("connected");
        List<JsonNode> answer = signOut(client);
        assertThat(answer.getFirst().isNull()).isTrue();
        assertThat(answer.getLast().get("accessToken").stringValue()).isEqualTo(token);
        other.awaitEvent("session:ended");
        other.awaitEvent("disconnect");
      }
      assertThat(code(find(client, "classes").getFirst())).isEqualTo("not-signed-in");
      assertThat(client.socket().connected()).isTrue();
      assertThat(client.all("session:ended")).isEmpty();

      assertThat(signIn(client, "student4").getFirst().isNull()).isTrue();
      assertThat(find(client, "classes").getFirst().isNull()).isTrue();
    }
  }

  @Test
  void whoSignedOutIsToldNothingMore() throws Exception {
    Person ben = person("student6");
    String group;
    try (ChatClient client = ChatClient.open(server, Map.of())) {
      signIn(client, "student5");
      group = ben.group("Gone", person("student5"));
      client.awaitEvent("conversations created");
      signOut(client);
      try (ChatClient author = ben.connect();
          ChatClient device = person("student5").connect()) {
        JsonNode message = author.say(group, "Who hears this?");
        device.awaitMessage("message:new", message);
      }
      assertThat(code(find(client, "classes").getFirst())).isEqualTo("not-signed-in");
      assertThat(client.all("messages created")).isEmpty();
    }
  }

  @Test
  void whoSignsInNextOnASocketHearsNothingOfTheOneBefore() throws Exception {
    Person author = person("student10");
    Person ada = person("student11");
    Person ben = person("student12");
    String group = author.group("Ada's", ada);
    try (ChatClient writer = author.connect();
        ChatClient client = ChatClient.open(server, Map.of())) {
      for (int round = 1; round <= 20; round++) {
        signInWith(client, ada);
        writer.say(group, "The first of round " + round);
        for (int i = 0; i < 10; i++) {
          writer.socket().emit("message:send", said(group));
        }
        int from = signInWith(client, ben);
        writer.say(group, "The last of round " + round);
        find(client, "classes");
        List<ChatClient.Heard> heard = client.heard();
        assertThat(heard.subList(from, heard.size()))
            .as("round %d", round)
            .noneMatch(one -> one.event().equals("messages created"));
      }
      assertThat(client.all("messages created")).isNotEmpty();
    }
  }

  @Test
  void manySocketsGetAnotherUserAtOnce() throws Exception {
    try (var sharing = Executors.newVirtualThreadPerTaskExecutor()) {
      var sockets = new ArrayList<Future<?>>();
      for (int i = 20; i < 28; i += 2) {
        Person one = person("student" + i);
        Person other = person("student" + (i + 1));
        sockets.add(
            sharing.submit(() -> {
              try (ChatClient client = ChatClient.open(server, Map.of())) {
                for (int round = 0; round < 50; round++) {
                  signInWith(client, one);
                  signInWith(client, other);
                }
              }
              return null;
            }));
      }
      for (Future<?> socket : sockets) {
        socket.get();
      }
    }
  }

  @Test
  void aSocketThatConnectedWithItsTokenIsClosedOnceItWasAnswered() throws Exception {
    try (ChatClient client = person("student7").connect()) {
      assertThat(signOut(client).getFirst().isNull()).isTrue();
      assertThat(client.awaitEvent("session:ended").get("reason").stringValue()).isEqualTo("ended");
      client.awaitEvent("disconnect");
    }
  }

  @Test
  void aTokenInThePathIsRefused() throws Exception {
    Rest ada = Rest.signedIn(server, "student1@demo.school");
    Rest.Answer answer = ada.delete("/authentication/" + ada.token());
    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer.body())).isEqualTo("token-in-url");
    assertThat(ada.get("/users").status()).isEqualTo(200);
  }

  @Test
  void aSocketWhoseTokensTimeIsOverIsToldAndClosedOrAnonymous() throws Exception {
    Person ada = person("student8");
    String token = token(data, ada.id(), BRIEF);
    try (ChatClient early = ChatClient.open(server, Map.of("token", token));
        ChatClient feathers = ChatClient.open(server, Map.of());
        ChatClient other = ada.connect()) {
      early.awaitEvent("connected");
      signInWith(feathers, token);
      for (ChatClient client : List.of(early, feathers)) {
        assertThat(client.awaitEvent("session:ended").get("reason").stringValue())
            .isEqualTo("expired");
      }
      early.awaitEvent("disconnect");
      assertThat(find(feathers, "classes").getFirst().get("code").intValue()).isEqualTo(401);
      assertThat(feathers.socket().connected()).isTrue();
      assertThat(code(new Rest(server.url(), token).get("/users").body()))
          .isEqualTo("token-expired");
      assertThat(find(other, "classes").getFirst().isNull()).isTrue();
    }
  }

  @Test
  void aSocketThatSignsInAnewLivesAsLongAsTheNewToken() throws Exception {
    Person ada = person("student9");
    String brief = token(data, ada.id(), BRIEF);
    try (ChatClient renewed = ChatClient.open(server, Map.of("token", brief));
        ChatClient witness = ChatClient.open(server, Map.of("token", brief))) {
      renewed.awaitEvent("connected");
      signInWith(renewed, String.valueOf(ada.rest().token()));
      witness.awaitEvent("session:ended");
      assertThat(find(renewed, "classes").getFirst().isNull()).isTrue();
      assertThat(renewed.all("session:ended")).isEmpty();
    }
  }

  @Test
  void aSignOutOutlivesAKill(@TempDir Path directory) throws Exception {
    Rest ada;
    try (ServerProcess first = ServerProcess.demo(directory)) {
      ada = Rest.signedIn(first, "student1@demo.school");
      assertThat(ada.delete("/authentication").status()).isEqualTo(200);
      first.kill();
    }
    try (ServerProcess second = ServerProcess.demo(directory)) {
      Rest.Answer answer = new Rest(second.url(), ada.token()).get("/users");
      assertThat(code(answer.body())).isEqualTo("token-ended");
      assertThat(Rest.signedIn(second, "student1@demo.school").get("/users").status())
          .isEqualTo(200);
    }
  }

  @Test
  void anAnonymousSocketMayOnlySignIn() throws Exception {
    try (ChatClient client = ChatClient.open(server, Map.of())) {
      await().until(() -> client.socket().connected());
      for (String event :
          List.of(
              "message:send",
              "message:edit",
              "message:delete",
              "message:delivered",
              "message:read",
              "message:sync")) {
        assertThat(
                client
                    .refused(event, Map.of("conversationId", "x", "text", "Hi"))
                    .get("code")
                    .intValue())
            .as(event)
            .isEqualTo(401);
      }
      for (String method : List.of("find", "get", "create", "update", "patch", "remove")) {
        for (String service : List.of("messages", "conversations", "users", "classes", "sync")) {
          assertThat(
                  client
                      .callWith(method, new Object[] {service, "x", new JSONObject()})
                      .getFirst()
                      .get("code")
                      .intValue())
              .as("%s %s", method, service)
              .isEqualTo(401);
        }
      }
      assertThat(signOut(client).getFirst().get("code").intValue()).isEqualTo(401);
      assertThat(client.all("connected")).isEmpty();
    }
  }

  static String token(Path data, String user, Duration lifetime) throws Exception {
    byte[] secret = HexFormat.of().parseHex(Files.readString(data.resolve("secret")).strip());
    Clock clock = Clock.systemUTC();
    return new AccessTokens(secret, clock, new TimeOrderedIds(clock, new SecureRandom()))
        .issue(new UserId(user), lifetime)
        .text();
  }

  private static List<JsonNode> signIn(ChatClient client, String name) throws Exception {
    var data = Map.of("strategy", "local", "email", name + "@demo.school", "password", "homeroom");
    return client.callWith("create", new Object[] {"authentication", new JSONObject(data)});
  }

  /** Signs in; how many events had been heard when the answer came. */
  private static int signInWith(ChatClient client, String token) throws Exception {
    var data = Map.of("strategy", "jwt", "accessToken", token);
    var heard = new CompletableFuture<Integer>();
    var error = new CompletableFuture<Boolean>();
    Ack ack =
        results -> {
          heard.complete(client.heard().size());
          error.complete(!JSONObject.NULL.equals(results[0]));
        };
    client.socket().emit("create", new Object[] {"authentication", new JSONObject(data)}, ack);
    assertThat(error.get(20, TimeUnit.SECONDS)).isFalse();
    return heard.join();
  }

  private static int signInWith(ChatClient client, Person who) throws Exception {
    return signInWith(client, String.valueOf(who.rest().token()));
  }

  private static JSONObject said(String group) {
    return new JSONObject(Map.of("conversationId", group, "text", "For Ada alone"));
  }

  private static List<JsonNode> signOut(ChatClient client) throws Exception {
    return client.callWith("remove", new Object[] {"authentication", JSONObject.NULL});
  }

  private static List<JsonNode> find(ChatClient client, String service) throws Exception {
    return client.callWith("find", new Object[] {service});
  }

  static String code(JsonNode error) {
    return error.get("data").get("code").stringValue();
  }
}
