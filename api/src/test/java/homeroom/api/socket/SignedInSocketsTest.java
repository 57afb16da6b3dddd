// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.ADA;
import static homeroom.api.socket.Samples.NOW;
import static homeroom.api.socket.Samples.TOM;
import static homeroom.api.socket.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.api.auth.Session;
import homeroom.api.wire.Rejection;
import homeroom.chat.school.SchoolId;
import org.junit.jupiter.api.Test;

/** Who is found signed in where. */
class SignedInSocketsTest {

  private static final SchoolId HILL = new SchoolId("hill");

  private final Sockets sockets = new Sockets();
  private final SignedInSockets signedIn = new SignedInSockets(2);

  @Test
  void aSocketIsFoundByItsUserAndByItsToken() throws Exception {
    ChatSocket ada = added(session(ADA, "a", NOW));
    ChatSocket tom = added(session(TOM, "b", NOW));

    assertThat(signedIn.of(ADA)).containsExactly(ada);
    assertThat(signedIn.ofToken("b")).containsExactly(tom);
    assertThat(signedIn.ofToken("c")).isEmpty();
  }

  @Test
  void socketsShareATokenInTheOrderInWhichTheyCame() throws Exception {
    ChatSocket phone = added(session(ADA, "a", NOW));
    ChatSocket laptop = added(session(ADA, "a", NOW));

    assertThat(signedIn.ofToken("a")).containsExactly(phone, laptop);
  }

  @Test
  void aRemovedSocketIsNotFound() throws Exception {
    ChatSocket ada = added(session(ADA, "a", NOW));
    signedIn.remove(ada);
    signedIn.remove(ada);

    assertThat(signedIn.of(ADA)).isEmpty();
    assertThat(signedIn.ofToken("a")).isEmpty();
    assertThat(signedIn.takeExpired(NOW)).isEmpty();
  }

  @Test
  void whoeverSignsInNextReplacesTheUserBefore() throws Exception {
    ChatSocket socket = added(session(ADA, "a", NOW));
    signedIn.add(socket, session(TOM, "b", NOW));

    assertThat(signedIn.of(ADA)).isEmpty();
    assertThat(signedIn.ofToken("a")).isEmpty();
    assertThat(signedIn.of(TOM)).containsExactly(socket);
  }

  @Test
  void sessionsExpireWhenTheirTokenDoesAndAreTakenOnce() throws Exception {
    ChatSocket first = added(session(ADA, "a", NOW.plusSeconds(1)));
    ChatSocket second = added(session(TOM, "b", NOW.plusSeconds(2)));

    assertThat(signedIn.takeExpired(NOW)).isEmpty();
    assertThat(signedIn.takeExpired(NOW.plusSeconds(1))).containsExactly(first);
    assertThat(signedIn.takeExpired(NOW.plusSeconds(1))).isEmpty();
    assertThat(signedIn.of(ADA)).isEmpty();
    assertThat(signedIn.takeExpired(NOW.plusSeconds(9))).containsExactly(second);
  }

  @Test
  void aUserHasNoPlaceForMoreSocketsThanAllowed() throws Exception {
    added(session(ADA));
    assertThatCode(() -> signedIn.demandPlace(HILL, ADA)).doesNotThrowAnyException();
    added(session(ADA));
    assertThat(signedIn.isCrowded(ADA)).isFalse();
    assertThatThrownBy(() -> signedIn.demandPlace(HILL, ADA))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("at most 2 sockets");
    assertThatCode(() -> signedIn.demandPlace(HILL, TOM)).doesNotThrowAnyException();
    added(session(ADA));
    assertThat(signedIn.isCrowded(ADA)).isTrue();
  }

  @Test
  void socketsOnOtherNodesTakePlacesToo() throws Exception {
    var shared = new SignedInSockets(3, (school, user) -> user.equals(ADA) ? 2 : 0);
    assertThatCode(() -> shared.demandPlace(HILL, ADA)).doesNotThrowAnyException();
    shared.add(sockets.anonymous(), session(ADA));
    assertThatThrownBy(() -> shared.demandPlace(HILL, ADA)).isInstanceOf(Rejection.class);
    shared.add(sockets.anonymous(), session(TOM));
    assertThatCode(() -> shared.demandPlace(HILL, TOM)).doesNotThrowAnyException();
  }

  private ChatSocket added(Session session) throws Exception {
    ChatSocket socket = sockets.anonymous();
    signedIn.add(socket, session);
    return socket;
  }
}
