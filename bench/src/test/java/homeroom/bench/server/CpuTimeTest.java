// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

  @Test
  void theNameOfAProcessMayLookLikeMoreFields() {
    String stat = "7 (a ) 9 (b) S 1 7 7 0 -1 4194560 1 2 3 4 250 50 0 0 20 0 1 0 99 1 1";

    assertThat(CpuTime.parse(stat)).isEqualTo(new CpuTime(2.5, 0.5));
  }

  @Test
  void whatAProcessUsedSinceIsTheDifference() {
    assertThat(new CpuTime(3.0, 2.0).since(new CpuTime(1.0, 0.5))).isEqualTo(new CpuTime(2.0, 1.5));
  }

  @Test
  void thisProcessHasUsedSomething() {
    assertThat(CpuTime.of(ProcessHandle.current().pid()).seconds()).isPositive();
  }
}
