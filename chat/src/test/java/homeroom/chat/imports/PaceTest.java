// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How much an import leaves to whoever else writes. */
class PaceTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final AtomicLong time = new AtomicLong();
  private final AtomicLong others = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final List<Long> pauses = new ArrayList<>();

  private Pace pace(int writes, long mostMillis) {
    return new Pace(
        others::get,
        settled::incrementAndGet,
        writes,
        mostMillis * MILLI,
        time::get,
        nanos -> pauses.add(nanos / MILLI));
  }

  @Test
  void whileNobodyElseWritesItWaitsForNothing() {
    Pace pace = pace(10, 100);
    pace.leaveRoom(3 * MILLI);
    assertThat(pauses).isEmpty();
    assertThat(settled).hasValue(0);
  }

  @Test
  void whileSomebodyWritesItWaitsFourTimesAsLongAsItsWriteTook() {
    Pace pace = pace(10, 1_000);
    others.incrementAndGet();
    pace.leaveRoom(3 * MILLI);
    time.addAndGet(900 * MILLI);
    pace.leaveRoom(2 * MILLI);
    time.addAndGet(200 * MILLI);
    pace.leaveRoom(2 * MILLI);
    assertThat(pauses)
        .as("and nobody wrote for a second before the third")
        .containsExactly(12L, 8L);
    assertThat(settled).hasValue(2);
  }

  @Test
  void ofManyWritesEachWaitsForItsPartOfTheWhole() {
    Pace pace = pace(100, 700);
    others.incrementAndGet();
    pace.leaveRoom(3 * MILLI);
    assertThat(pauses).containsExactly(7L);
  }

  @Test
  void evenOfTooManyEachWaitsAsLongAsItTookAndNoneVeryLong() {
    Pace pace = pace(1_000, 700);
    others.incrementAndGet();
    pace.leaveRoom(3 * MILLI);
    pace.leaveRoom(500 * MILLI);
    assertThat(pauses).containsExactly(3L, 20L);
  }

  @Test
  void aStoreThatDoesNotKnowHasOthersAlways() {
    var imports = new InMemoryStores().rosterImports();
    assertThat(imports.writesOfOthers()).isLessThan(imports.writesOfOthers());
  }
}
