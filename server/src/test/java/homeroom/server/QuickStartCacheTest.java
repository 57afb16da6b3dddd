// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class QuickStartCacheTest {

  private static final Path CACHE = Path.of("/opt/a school/homeroom.aot");

  @Test
  void onlyWhatNobodyWritesOfTheCacheIsLetGo() {
    String mappings =
        """
        800001000-801aa7000 rw-p 00001000 fe:00 1234                      /opt/a school/homeroom.aot
        801aa7000-8038b1000 r--p 01aa7000 fe:00 1234                      /opt/a school/homeroom.aot
        7f495aa30000-7f495aab6000 r--p 039d0000 fe:00 1234                /opt/a school/homeroom.aot
        7f495b000000-7f495b100000 r--p 00000000 fe:00 77                  /usr/lib/libc.so.6
        7f495b200000-7f495b300000 r-xp 00000000 fe:00 1234                /opt/a school/homeroom.aot
        7ffc1ff6b000-7ffc1ff8c000 r--p 00000000 00:00 0
        """;
    assertThat(QuickStartCache.onlyRead(mappings.lines(), CACHE))
        .containsExactly(
            new QuickStartCache.Part(0x801aa7000L, 0x1e0a000L),
            new QuickStartCache.Part(0x7f495aa30000L, 0x86000L));
  }

  @Test
  void itMayBeAskedWithoutACacheAndOnAnySystem() {
    assertThatCode(QuickStartCache::letGo).doesNotThrowAnyException();
  }
}
