// SPDX-License-Identifier: Apache-2.0
package homeroom.http.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tests may rely on when they let time pass. */
class ManualTimeTest {

  private final ManualTime time = new ManualTime();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private void in(long millis, String what) {
    var _ = time.schedule(loop, () -> done.add(what), millis, TimeUnit.MILLISECONDS);
  }

  @Test
  void whatBecomesDueIsDoneInItsOrderWhenTimeHasPassed() throws Exception {
    in(30, "third");
    in(10, "first");
    in(10, "second");
    in(31, "later");
    time.advance(Duration.ofMillis(30));
    assertThat(done).containsExactly("first", "second", "third");
  }

  @Test
  void whatIsPutOffOnTheWayIsDoneOnTheWay() throws Exception {
    var _ = time.schedule(loop, () -> in(5, "again"), 10, TimeUnit.MILLISECONDS);
    time.advance(Duration.ofMillis(15));
    assertThat(done).containsExactly("again");
  }

  @Test
  void whatIsCancelledIsNotDone() throws Exception {
    time.schedule(loop, () -> done.add("cancelled"), 10, TimeUnit.MILLISECONDS).cancel(false);
    in(20, "kept");
    time.advance(Duration.ofSeconds(1));
    assertThat(done).containsExactly("kept");
  }

  @Test
  void timeThatPassesUnnoticedLeavesThingsToTheNextLook() throws Exception {
    Instant before = time.instant();
    in(10, "late");
    time.passUnnoticed(Duration.ofMillis(50));
    assertThat(done).isEmpty();
    assertThat(time.milliTime()).isEqualTo(50);
    assertThat(Duration.between(before, time.instant())).isEqualTo(Duration.ofMillis(50));
    time.advance(Duration.ZERO);
    assertThat(done).containsExactly("late");
  }
}
