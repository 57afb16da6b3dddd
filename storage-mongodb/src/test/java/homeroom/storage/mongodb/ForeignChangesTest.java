// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ForeignChangesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong();
  private final ForeignChanges foreign = new ForeignChanges(now::get);

  @Test
  void whatIsMadeAndCountedOneAfterTheOtherIsNotForeignThoughSomeIsUnderWayAtEveryLook() {
    long before = foreign.found(0, 0);
    for (long second = 1; second <= 10; second++) {
      assertThat(foreign.found(128 * second + 7 * second, 128 * second)).isEqualTo(before);
      pass(SECOND);
    }
    assertThat(foreign.found(1280, 1280)).isEqualTo(before);
  }

  @Test
  void asManyUnderWayAtEveryLookAreNotForeignWhileSomeAreCounted() {
    long before = foreign.found(0, 0);
    for (long second = 1; second <= 10; second++) {
      assertThat(foreign.found(128 * second + 7, 128 * second)).isEqualTo(before);
      pass(SECOND);
    }
  }

  @Test
  void whatMovesNoMoreForTwoSecondsIsForeign() {
    long before = foreign.found(0, 0);
    assertThat(foreign.found(1, 0)).isEqualTo(before);
    pass(SECOND);
    assertThat(foreign.found(2, 0)).isEqualTo(before);
    pass(SECOND);
    assertThat(foreign.found(2, 0)).isEqualTo(before);
    pass(SECOND);
    assertThat(foreign.found(2, 0)).isNotEqualTo(before);
  }

  @Test
  void whoWritesAllTheTimeHidesWhatIsForeignForAQuarterOfAMinuteAtMost() {
    long before = foreign.found(0, 0);
    for (long second = 0; second < 15; second++) {
      assertThat(foreign.found(second * 10 + 3, second * 10)).isEqualTo(before);
      pass(SECOND);
    }
    assertThat(foreign.found(153, 150)).isNotEqualTo(before);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
