// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.audit.AuditChain;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Who waits for whom when several write down what was done. */
class ChainLocksTest {

  private final ChainLocks locks = new ChainLocks(Duration.ofMillis(20));
  private final AuditChain hill = new AuditChain("hill");
  private final AuditChain dale = new AuditChain("dale");

  @Test
  void oneChainDoesNotWaitForAnotherAndNobodyWaitsForEver() throws InterruptedException {
    var held = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    Thread holder = Thread.ofVirtual().start(() -> locks.alone(hill, () -> waitFor(held, over)));
    held.await();
    assertThat(locks.<String>alone(dale, () -> "written")).isEqualTo("written");
    assertThatThrownBy(() -> locks.alone(hill, () -> "written"))
        .isInstanceOf(StoreUnavailable.class);
    over.countDown();
    holder.join();
    assertThat(locks.<String>alone(hill, () -> "written")).isEqualTo("written");
  }

  private static boolean waitFor(CountDownLatch held, CountDownLatch over) {
    held.countDown();
    try {
      over.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
