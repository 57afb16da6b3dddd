package homeroom.api.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who waits for whom when a socket gets another user. */
class HandoverTest {

  private final Handover handover = new Handover();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void settlingWaitsForWhatIsBeingSent() throws Exception {
    Thread sending = sending();
    Thread settling = Thread.ofPlatform().start(handover::settle);
    await().until(() -> settling.getState() == Thread.State.WAITING);

    mayEnd.countDown();

    settling.join();
    sending.join();
  }

  @Test
  void sendersDoNotWaitForEachOther() throws Exception {
    Thread sending = sending();
    var sent = new boolean[1];
    handover.send(() -> sent[0] = true);
    assertThat(sent[0]).isTrue();
    mayEnd.countDown();
    sending.join();
  }

  @Test
  void settlingWithNothingOnItsWayReturnsAtOnce() {
    handover.send(() -> {});
    handover.settle();
  }

  /** A sender that has begun and ends when it may. */
  private Thread sending() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Thread sending =
        Thread.ofPlatform()
            .start(() ->
                handover.send(() -> {
                  begun.countDown();
                  try {
                    mayEnd.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    begun.await();
    return sending;
  }
}
