// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to nodes and the bus, everybody hears of each other one coming and going in
 * turn, and at last knows who is there.
 */
class PresencePropertyTest {

  private static final int RUNS = 20;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void comingsAndGoingsAlternateAndAtLastAllIsKnown(long seed) {
    assertThat(violations(seed, Without.NOTHING)).isEmpty();
  }

  /** A test of the test. */
  @ParameterizedTest
  @EnumSource(names = {"INTRODUCTIONS", "ENDINGS"})
  void withoutAnyOfTheRulesSomebodyIsWrong(Without rule) {
    assertThat(violations(1, rule)).isNotEmpty();
  }

  private static List<String> violations(long seed, Without without) {
    var found = new ArrayList<String>();
    var coming = new ComingAndGoing(seed, without);
    for (int run = 0; run < RUNS && found.isEmpty(); run++) {
      found.addAll(coming.run());
    }
    return found;
  }
}
