// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.MemoryUsage;
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
  void anyCollectorMayBeAsked() {
    assertThatCode(new OldGeneration()::look).doesNotThrowAnyException();
  }
}
