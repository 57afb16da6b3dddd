// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static homeroom.api.socket.Samples.ADA;
import static homeroom.api.socket.Samples.TOM;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.socket.Sockets.UserSocket;
import homeroom.chat.TestTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When presence events are sent, and to whom. */
class PresenceBatcherTest {

  private static final Duration BATCH = PresenceBatcher.GATHER;

  private final Sockets sockets = new Sockets();
  private final TestTime timer = new TestTime();
  private final PresenceBatcher batcher =
      new PresenceBatcher(sockets.frames, new DeliveryBarrier(), timer, Runnable::run);

  @Test
  void aLoneEventIsSentAtOnce() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    assertThat(ada.received()).containsExactly("connected", "first");
  }

  @Test
  void thoseThatFollowAreSentTogetherAndInTheirOrder() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    send("second", ada);
    timer.pass(BATCH.minusNanos(1));
    send("third", ada);
    assertThat(ada.received()).containsExactly("connected", "first");

    timer.pass(Duration.ofNanos(1));

    assertThat(ada.received()).containsExactly("connected", "first", "second", "third");
  }

  @Test
  void theNextBatchWaitsAsLong() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    send("second", ada);
    timer.pass(BATCH);
    send("third", ada);
    assertThat(ada.received()).doesNotContain("third");

    timer.pass(BATCH);

    assertThat(ada.received()).endsWith("third");
  }

  @Test
  void afterAQuietTimeAnEventIsSentAtOnceAgain() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    timer.pass(BATCH);
    send("second", ada);
    assertThat(ada.received()).endsWith("second");
  }

  @Test
  void aFullBatchIsSentBeforeItsTime() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    for (int i = 0; i < PresenceBatcher.MAX_WAITING; i++) {
      send("waiting", ada);
    }
    assertThat(ada.received()).hasSize(2);

    send("last", ada);

    assertThat(ada.received()).hasSize(3 + PresenceBatcher.MAX_WAITING).endsWith("last");
  }

  @Test
  void aSocketOnWhichSomebodyElseSignedInIsNotSentWhatWaitedForTheUserBefore() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    send("second", ada);
    ada.chat().subscribe(sockets.of(TOM, Dialect.CHAT).connection());
    ada.chat().open(sockets.frames, sockets.frames.encode("connected"));

    timer.pass(BATCH);

    assertThat(ada.received()).containsExactly("connected", "first", "connected");
  }

  @Test
  void aSocketOnWhichTheUserSignedOutIsNotSentWhatWaited() throws Exception {
    UserSocket ada = sockets.of(ADA, Dialect.CHAT);
    send("first", ada);
    send("second", ada);
    ada.chat().signOut();

    timer.pass(BATCH);

    assertThat(ada.received()).containsExactly("connected", "first");
  }

  private void send(String event, UserSocket to) {
    batcher.send(sockets.frames.encode(event), List.of(to.connection()));
  }
}
