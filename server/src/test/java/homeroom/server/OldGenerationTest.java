// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OldGenerationTest {

  private static boolean isDue(long nowMegabytes, long collectedMegabytes) {
    return OldGeneration.isDue(megabytes(nowMegabytes), megabytes(collectedMegabytes));
  }

  private static MemoryUsage megabytes(long used) {
    return new MemoryUsage(0, used << 20, 1024L << 20, 1024L << 20);
  }

  @Test
  void itIsCollectedWhenItHasGrownByHalf() {
    assertThat(isDue(44, 30)).isFalse();
    assertThat(isDue(46, 30)).isTrue();
  }

  @Test
  void growthOfAFewMegabytesIsNotWorthIt() {
    assertThat(isDue(12, 4)).isFalse();
    assertThat(isDue(13, 4)).isTrue();
  }

  @Test
  void aLargeOneIsLeftToTheJvm() {
    assertThat(isDue(300, 100)).isFalse();
  }

  @Test
  void itIsCollectedInNoMoreThanAThirtiethOfTheTime() {
    var time = new AtomicLong();
    var collections = new AtomicInteger();
    var old = new OldGeneration(time::get, () -> false);
    Runnable slowly =
        () -> {
          collections.incrementAndGet();
          time.addAndGet(900);
        };
    old.look(() -> false, slowly);
    assertThat(collections).hasValue(0);
    old.look(() -> true, slowly);
    old.look(() -> true, slowly);
    time.addAndGet(30 * 900 - 1);
    old.look(() -> true, slowly);
    assertThat(collections).hasValue(1);
    time.addAndGet(1);
    old.look(() -> true, slowly);
    assertThat(collections).hasValue(2);
  }

  @Test
  void whatIsLargeAndInUseIsWaitedFor() {
    var inUse = new AtomicBoolean(true);
    var collections = new AtomicInteger();
    var old = new OldGeneration(System::nanoTime, inUse::get);
    old.look(() -> true, collections::incrementAndGet);
    assertThat(collections).hasValue(0);
    inUse.set(false);
    old.look(() -> true, collections::incrementAndGet);
    assertThat(collections).hasValue(1);
  }

  @Test
  void anyCollectorMayBeAsked() {
    assertThatCode(new OldGeneration(System::nanoTime, () -> false)::look)
        .doesNotThrowAnyException();
  }
}
