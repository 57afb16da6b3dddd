// SPDX-License-Identifier: Apache-2.0
package homeroom.api.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who waits for whom when a socket gets another user. */
class DeliveryBarrierTest {

  private final DeliveryBarrier barrier = new DeliveryBarrier();
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @Test
  void awaitingWaitsForDeliveriesUnderWay() throws Exception {
    Thread delivering = delivering();
    Thread awaiting = Thread.ofPlatform().start(barrier::await);
    await().until(() -> awaiting.getState() == Thread.State.WAITING);

    mayEnd.countDown();

    awaiting.join();
    delivering.join();
  }

  @Test
  void deliveriesDoNotWaitForEachOther() throws Exception {
    Thread delivering = delivering();
    var sent = new boolean[1];
    barrier.deliver(() -> sent[0] = true);
    assertThat(sent[0]).isTrue();
    mayEnd.countDown();
    delivering.join();
  }

  @Test
  void awaitingWithNothingUnderWayReturnsAtOnce() {
    barrier.deliver(() -> {});
    barrier.await();
  }

  /** A delivery that has begun and ends when it may. */
  private Thread delivering() throws InterruptedException {
    var begun = new CountDownLatch(1);
    Thread delivering =
        Thread.ofPlatform()
            .start(() ->
                barrier.deliver(() -> {
                  begun.countDown();
                  try {
                    mayEnd.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    begun.await();
    return delivering;
  }
}
