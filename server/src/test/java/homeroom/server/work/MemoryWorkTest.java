// SPDX-License-Identifier: Apache-2.0
package homeroom.server.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an account costs that is shed because there is no room: a logarithm of their number, counted
 * in steps.
 */
class MemoryWorkTest {

  private static final int FEW = 1_000;
  private static final int MANY = 16;

  /** Steps of sixteen times as many: 22 times as many by n log n, 256 times by n². */
  private static final int MOST = 30;

  @ParameterizedTest
  @ValueSource(strings = {"fillByOne", "fillByMany"})
  void whoIsShedIsFoundByALogarithmOfHowManyThereAre(String filling) throws Exception {
    var loader = new CountingLoader(MemoryWorkTest.class.getClassLoader());
    Class<?> type = loader.loadClass("homeroom.server.MeasuredMemory");
    var fill = type.getMethod(filling, int.class);
    fill.invoke(null, FEW); // loads classes
    long before = Steps.taken();
    fill.invoke(null, FEW);
    long few = Steps.taken() - before;
    fill.invoke(null, FEW * MANY);
    long many = Steps.taken() - before - few;
    assertThat(few).isGreaterThan(FEW);
    assertThat(many).isLessThan(MOST * few);
  }
}
