// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.SchoolOnSockets.answer;
import static homeroom.api.socket.SchoolOnSockets.newest;
import static homeroom.api.socket.SchoolOnSockets.received;
import static homeroom.api.socket.SchoolOnSockets.signIn;
import static homeroom.api.socket.SchoolOnSockets.signOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import homeroom.api.auth.AuthLimits;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.people.UserRegistrar;
import homeroom.socketio.ConnectRefused;
import homeroom.socketio.testing.FakeSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Signing in and out on sockets, and what ends a session. */
class SignInOnSocketsTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final SchoolOnSockets school = new SchoolOnSockets();

  @Test
  void whoConnectsWithATokenIsToldWhoTheyAreAndWhomTheySee() throws Exception {
    school.connect(school.people.tom);
    FakeSocket ada = school.connect(school.people.ada);

    assertThat(received(ada)).containsExactly("connected");
    assertThat(newest(ada).get("userId").stringValue()).isEqualTo(school.people.ada.id().value());
    assertThat(newest(ada).get("role").stringValue()).isEqualTo("student");
    assertThat(newest(ada).get("socketId").stringValue()).isEqualTo(ada.id());
    assertThat(newest(ada).get("online").findValuesAsString("userId"))
        .contains(school.people.tom.id().value());
  }

  @Test
  void aTokenThatIsNoneIsRefused() {
    assertThat(refusal(Map.of("token", "nonsense")).code()).isEqualTo(401);
  }

  @Test
  void anExpiredTokenIsRefused() {
    String token = school.token(school.people.ada);
    school.time.pass(SchoolOnSockets.TOKEN_LIFETIME);
    assertThat(refusal(Map.of("token", token)).data()).containsEntry("code", "token-expired");
  }

  @Test
  void aDialectThatIsNoneIsRefusedByName() {
    assertThat(refusal(Map.of("events", "morse")).errors()).containsOnlyKeys("events");
  }

  @Test
  void aUserHasNoMoreSocketsThanAllowed() throws Exception {
    for (int i = 0; i < AuthLimits.DEFAULT.socketsPerUser(); i++) {
      school.connect(school.people.ada);
    }
    ConnectRefused refused =
        catchThrowableOfType(ConnectRefused.class, () -> school.connect(school.people.ada));
    assertThat(refused.isForNow()).isTrue();
    ErrorPayload error = (ErrorPayload) Objects.requireNonNull(refused.data());
    assertThat(error.data())
        .containsEntry("code", "too-many-sockets")
        .containsEntry("retryAfterMs", 2_500L);

    assertThat(received(school.connect(school.people.bob))).containsExactly("connected");
  }

  @Test
  void theDeadSocketsOfAUserGiveWayToALivingOne() throws Exception {
    FakeSocket living = school.connect(school.people.ada);
    for (int i = 1; i < AuthLimits.DEFAULT.socketsPerUser(); i++) {
      school.connect(school.people.ada).hangs();
    }

    assertThat(received(school.connect(school.people.ada))).containsExactly("connected");
    assertThat(living.isConnected()).isTrue();
  }

  @Test
  void whoConnectsAgainAndAgainIsToComeLater() throws Exception {
    int free = 40;
    for (int i = 0; i < free; i++) {
      school.connect(school.people.ada).leaves();
    }
    ConnectRefused refused =
        catchThrowableOfType(ConnectRefused.class, () -> school.connect(school.people.ada));
    assertThat(refused.isForNow()).isTrue();

    school.time.pass(Duration.ofMillis(500));
    assertThat(received(school.connect(school.people.ada))).containsExactly("connected");
  }

  @Test
  void callsOnAllSocketsOfAUserArePaidFromOneBudget() throws Exception {
    FakeSocket phone = school.connect(school.people.ada);
    FakeSocket laptop = school.connect(school.people.ada);
    FakeSocket bob = school.connect(school.people.bob);
    for (int i = 0; i < 190; i++) {
      assertThat(type(phone).has("error")).isTrue();
      assertThat(type(laptop).at("/error/data/code").stringValue()).isNotEqualTo("rate-limited");
    }

    JsonNode refused = type(phone).get("error");
    assertThat(refused.get("code").intValue()).isEqualTo(429);
    assertThat(refused.at("/data/code").stringValue()).isEqualTo("rate-limited");
    assertThat(refused.at("/data/retryAfterMs").longValue()).isEqualTo(50);
    assertThat(type(bob).at("/error/code").intValue()).isEqualTo(404);

    school.time.pass(Duration.ofMillis(50));
    assertThat(type(laptop).at("/error/code").intValue()).isEqualTo(404);
  }

  private static JsonNode type(FakeSocket client) throws Exception {
    return answer(client.sends("typing:start", Map.of("conversationId", "none")));
  }

  @Test
  void onAnAnonymousSocketNothingButSigningInIsAnswered() throws Exception {
    FakeSocket client = school.connect(Map.of());

    assertThat(received(client)).isEmpty();
    assertThat(answer(client.sends("typing:start", Map.of())).at("/error/data/code").stringValue())
        .isEqualTo("not-signed-in");
  }

  @Test
  void anAnonymousSocketSignsInTheFeathersWay() throws Exception {
    FakeSocket client = school.connect(Map.of());

    assertThat(answer(signIn(client, school.token(school.people.ada))).isNull()).isTrue();

    assertThat(received(client)).containsExactly("connected");
    school.time.pass(Duration.ofMinutes(1));
    assertThat(client.isConnected()).isTrue();
  }

  @Test
  void aSessionEndsWithItsTokenAndItsClientHearsWhy() throws Exception {
    FakeSocket ada = school.connect(school.people.ada);
    school.time.pass(SchoolOnSockets.TOKEN_LIFETIME.minus(MOMENT));
    assertThat(ada.isConnected()).isTrue();

    school.time.pass(SessionTerminator.EXPIRY_CHECK.plus(MOMENT));

    assertThat(received(ada)).containsExactly("connected", "session:ended");
    assertThat(newest(ada).get("reason").stringValue()).isEqualTo("expired");
    assertThat(ada.isConnected()).isFalse();
  }

  @Test
  void whoSignsInAnewStaysLonger() throws Exception {
    FakeSocket ada = school.connect(school.people.ada);
    school.time.pass(Duration.ofMinutes(30));
    signIn(ada, school.token(school.people.ada));

    school.time.pass(Duration.ofMinutes(45));

    assertThat(ada.isConnected()).isTrue();
    assertThat(received(ada)).containsExactly("connected", "connected");
  }

  @Test
  void signingOutEndsTheTokenOnEveryOtherSocket() throws Exception {
    String token = school.token(school.people.ada);
    FakeSocket phone = school.connect(Map.of("token", token));
    FakeSocket laptop = school.connect(Map.of("token", token));
    FakeSocket otherToken = school.connect(school.people.ada);

    signOut(phone);

    assertThat(newest(laptop).get("reason").stringValue()).isEqualTo("ended");
    assertThat(phone.isConnected()).isFalse();
    assertThat(laptop.isConnected()).isFalse();
    assertThat(otherToken.isConnected()).isTrue();
  }

  @Test
  void whoSignedInAfterConnectingIsAnonymousAfterSigningOut() throws Exception {
    FakeSocket client = school.connect(Map.of());
    signIn(client, school.token(school.people.ada));

    assertThat(answer(signOut(client)).isNull()).isTrue();

    school.time.pass(Duration.ofHours(2));
    assertThat(client.isConnected()).isTrue();
    assertThat(received(client)).containsExactly("connected");
    assertThat(answer(signIn(client, school.token(school.people.bob))).isNull()).isTrue();
  }

  @Test
  void anAnonymousSocketMayWaitAsLongAsItLikes() throws Exception {
    FakeSocket client = school.connect(Map.of());
    school.time.pass(Duration.ofDays(1));
    assertThat(client.isConnected()).isTrue();
    assertThat(client.owner()).isNull();

    signIn(client, school.token(school.people.ada));

    assertThat(client.owner()).isEqualTo(school.people.ada.id());
    assertThat(received(client)).containsExactly("connected");
  }

  @Test
  void whatIsMisspeltForATokenIsRefusedByName() {
    ErrorPayload error = refusal(Map.of("accessToken", school.token(school.people.ada)));
    assertThat(error.code()).isEqualTo(400);
    assertThat(error.errors()).containsOnlyKeys("token");
    assertThat(error.message()).contains("accessToken");
  }

  @Test
  void whoseTokenIsOverIsAnonymousIfTheySignedInAfterConnecting() throws Exception {
    FakeSocket client = school.connect(Map.of());
    signIn(client, school.token(school.people.ada));

    school.time.pass(SchoolOnSockets.TOKEN_LIFETIME.plus(SessionTerminator.EXPIRY_CHECK));

    demandAnonymous(client, "expired");
  }

  @Test
  void whoSignedInAfterConnectingIsAnonymousAfterASignOutElsewhere() throws Exception {
    String token = school.token(school.people.ada);
    FakeSocket oneTab = school.connect(Map.of());
    FakeSocket otherTab = school.connect(Map.of());
    signIn(oneTab, token);
    signIn(otherTab, token);

    signOut(oneTab);

    demandAnonymous(otherTab, "ended");
  }

  @Test
  void whoSignedInAfterConnectingIsAnonymousOnceDeactivated() throws Exception {
    FakeSocket client = school.connect(Map.of());
    signIn(client, school.token(school.people.ada));

    school.deactivate(school.people.ada);

    demandAnonymous(client, "deactivated");
  }

  @Test
  void anEndThatComesLateLeavesARenewedSessionAlone() throws Exception {
    FakeSocket client = school.connect(Map.of());
    signIn(client, school.token(school.people.ada));
    school.time.pass(SchoolOnSockets.TOKEN_LIFETIME.minus(MOMENT));
    signIn(client, school.token(school.people.ada));

    school.time.pass(SessionTerminator.EXPIRY_CHECK);

    assertThat(received(client)).containsExactly("connected", "connected");
  }

  @Test
  void whomAnotherProcessDeactivatedHearsSoWhateverIsNoticedFirst() throws Exception {
    FakeSocket client = school.connect(school.people.ada);

    school.deactivateElsewhere(school.people.ada);
    school.chat.endedTokens().refresh();

    assertThat(received(client)).containsExactly("connected", "session:ended");
    assertThat(newest(client).get("reason").stringValue()).isEqualTo("deactivated");
  }

  @Test
  void whoseTokensAnotherProcessEndedIsOutThoughNobodyKnowsWhetherTheyAreActive() throws Exception {
    FakeSocket client = school.connect(school.people.ada);

    school.deactivateElsewhere(school.people.ada);
    school.stores.failNext("users", When.BEFORE);
    school.chat.endedTokens().refresh();

    assertThat(newest(client).get("reason").stringValue()).isEqualTo("ended");
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void whoseTokensAnotherProcessEndedIsOutThoughWhoTheyAreCannotBeRead() throws Exception {
    FakeSocket phone = school.connect(school.people.ada);
    FakeSocket laptop = school.connect(school.people.ada);

    school.deactivateElsewhere(school.people.ada);
    school.stores.calls().clear();
    school.stores.beforeNext(
        "users",
        () -> {
          throw new IllegalArgumentException("There is no role of that name");
        });
    school.chat.endedTokens().refresh();

    assertThat(newest(phone).get("reason").stringValue()).isEqualTo("ended");
    assertThat(phone.isConnected()).isFalse();
    assertThat(laptop.isConnected()).isFalse();
    assertThat(school.stores.calls()).as("asked once").containsOnlyOnce("users");
  }

  /** Heard why, gets no events, is asked to sign in, and can. */
  private void demandAnonymous(FakeSocket client, String reason) throws Exception {
    assertThat(received(client)).containsExactly("connected", "session:ended");
    assertThat(newest(client).get("reason").stringValue()).isEqualTo(reason);
    assertThat(client.isConnected()).isTrue();
    assertThat(answer(client.sends("typing:start", Map.of())).at("/error/code").intValue())
        .isEqualTo(401);

    signIn(client, school.token(school.people.bob));

    assertThat(received(client)).endsWith("connected");
    assertThat(newest(client).get("userId").stringValue())
        .isEqualTo(school.people.bob.id().value());
  }

  @Test
  void theNextUserOfASocketIsAnotherUserForEverybody() throws Exception {
    FakeSocket tom = school.connect(school.people.tom);
    FakeSocket client = school.connect(Map.of());
    signIn(client, school.token(school.people.ada));
    signIn(client, school.token(school.people.bob));
    school.time.pass(PresenceBatcher.GATHER);

    assertThat(received(tom))
        .containsExactly("connected", "user:online", "user:offline", "user:online");
    assertThat(newest(tom).get("userId").stringValue()).isEqualTo(school.people.bob.id().value());
    assertThat(newest(client).get("userId").stringValue())
        .isEqualTo(school.people.bob.id().value());
  }

  @Test
  void whoSaysGoodbyeIsOfflineAtOnce() throws Exception {
    FakeSocket tom = school.connect(school.people.tom);
    FakeSocket ada = school.connect(school.people.ada);
    ada.leaves();
    school.time.pass(PresenceBatcher.GATHER);

    assertThat(received(tom)).containsExactly("connected", "user:online", "user:offline");
  }

  @Test
  void whoGoesWithoutAGoodbyeMayBeBackUnnoticed() throws Exception {
    FakeSocket tom = school.connect(school.people.tom);
    FakeSocket ada = school.connect(school.people.ada);
    ada.closeTransport("lost");
    school.connect(school.people.ada);
    school.time.pass(Duration.ofMinutes(5));

    assertThat(received(tom)).containsExactly("connected", "user:online");
  }

  private ErrorPayload refusal(Map<String, String> auth) {
    ConnectRefused refused = catchThrowableOfType(ConnectRefused.class, () -> school.connect(auth));
    return (ErrorPayload) Objects.requireNonNull(refused.data());
  }

  @Test
  void whoConnectsWhileTheStoreIsAwayComesAgain() throws Exception {
    String token = school.token(school.people.ada);
    school.forget();
    school.stores.failNext("userById", When.BEFORE);
    assertThatThrownBy(() -> school.connect(Map.of("token", token)))
        .isInstanceOfSatisfying(
            ConnectRefused.class, refused -> assertThat(refused.isForNow()).isTrue());
    assertThat(received(school.connect(Map.of("token", token)))).containsExactly("connected");
  }

  @Test
  void nobodyIsLeftConnectedAndDeaf() throws Exception {
    FakeSocket tom = school.connect(school.people.tom);
    for (String lost : List.of("classesAttendedBy", "userById")) {
      school.forget();
      if (lost.equals("userById")) {
        school.stores.beforeNext(
            "classesAttendedBy",
            () -> {
              school.forget();
              school.stores.failNext("userById", When.BEFORE);
            });
      } else {
        school.stores.failNext(lost, When.BEFORE);
      }
      FakeSocket ada = school.connect(school.people.ada);
      assertThat(ada.isTransportClosed()).isTrue();
      assertThat(received(ada)).isEmpty();
    }
    school.time.pass(Duration.ofMinutes(1));
    assertThat(school.chat.presence().online(school.people.schoolId()))
        .extracting(one -> one.userId())
        .containsExactly(school.people.tom.id());
    assertThat(tom.isConnected()).isTrue();
  }

  @Test
  void whoCouldNotBeSignedInTheFeathersWayIsNotAndTriesAgain() throws Exception {
    FakeSocket client = school.connect(Map.of());
    school.forget();
    school.stores.failNext("classesAttendedBy", When.BEFORE);
    assertThat(answer(signIn(client, school.token(school.people.ada))).get("code").intValue())
        .isEqualTo(503);
    assertThat(client.isConnected()).isTrue();
    assertThat(answer(client.sends("typing:start", Map.of())).at("/error/data/code").stringValue())
        .isEqualTo("not-signed-in");
    assertThat(answer(signIn(client, school.token(school.people.ada))).isNull()).isTrue();
    assertThat(received(client)).containsExactly("connected");
  }

  @Test
  void aNewNameReachesTheSocketsOfWhoMayLookTheUserUp() throws Exception {
    FakeSocket tom = school.connect(school.people.tom);
    FakeSocket feathers = school.connect(Map.of());
    signIn(feathers, school.token(school.people.bob));
    var named = new UserRegistrar.Change(null, "Robin", null, null, null);
    var _ =
        Rejection.orThrow(
            school
                .chat
                .userRegistrar()
                .change(school.people.root.asCaller(null), school.people.ada.id(), named));
    school.time.pass(PresenceBatcher.GATHER);
    assertThat(received(tom)).endsWith("user:updated");
    assertThat(newest(tom).toString())
        .isEqualTo(
            "{\"_id\":\"%s\",\"name\":\"Robin\",\"role\":\"student\"}"
                .formatted(school.people.ada.id()));
    assertThat(received(feathers)).endsWith("users patched").doesNotContain("user:updated");
  }
}
