// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The figures of a server that runs for long. */
class MetricsTest {

  @Test
  void whatOnlyGrowsIsStillAskedForAfterGarbageWasCollected() {
    try (var metrics = new Metrics()) {
      var things = new AtomicLong();
      metrics.count("homeroom.things", "Things.", things::get);
      var collected = new WeakReference<>(new Object());
      while (collected.get() != null) {
        System.gc();
      }
      things.set(3);
      assertThat(metrics.text()).contains("homeroom_things_total 3.0");
    }
  }
}
