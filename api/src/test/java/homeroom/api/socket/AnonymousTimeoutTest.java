// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a socket may stay on which nobody signs in. */
class AnonymousTimeoutTest {

  private final Sockets sockets = new Sockets();
  private final TestTime timer = new TestTime();
  private final AnonymousTimeout timeout = new AnonymousTimeout(timer);

  @Test
  void aSocketOnWhichNobodySignsInIsDisconnectedAfterTenSeconds() throws Exception {
    ChatSocket socket = sockets.anonymous();
    timeout.start(socket);

    timer.pass(Duration.ofSeconds(10).minusNanos(1));
    assertThat(socket.socket().isConnected()).isTrue();
    timer.pass(Duration.ofNanos(1));
    assertThat(socket.socket().isConnected()).isFalse();
  }

  @Test
  void aSocketOnWhichSomebodySignedInStays() throws Exception {
    ChatSocket socket = sockets.anonymous();
    timeout.start(socket);
    socket.signIn(Samples.session(ADA), Dialect.CHAT);

    timer.pass(Duration.ofSeconds(11));

    assertThat(socket.socket().isConnected()).isTrue();
  }

  @Test
  void afterSigningOutTheTimeBeginsAnew() throws Exception {
    ChatSocket socket = sockets.anonymous();
    timeout.start(socket);
    timer.pass(Duration.ofSeconds(9));
    socket.signIn(Samples.session(ADA), Dialect.CHAT);
    socket.signOut();
    timeout.start(socket);

    timer.pass(Duration.ofSeconds(9));
    assertThat(socket.socket().isConnected()).isTrue();
    timer.pass(Duration.ofSeconds(1));
    assertThat(socket.socket().isConnected()).isFalse();
  }
}
