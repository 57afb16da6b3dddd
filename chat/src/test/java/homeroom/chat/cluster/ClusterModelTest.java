// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever happens to several nodes, the store's answers and the bus, everybody connected to one
 * that lives hears every change of their conversations once and in order, and others hear nothing.
 */
class ClusterModelTest {

  private static final long SEED = Long.getLong("homeroom.cluster.seed", 1);
  private static final int RUNS = Integer.getInteger("homeroom.cluster.runs", 100);
  private static final int STEPS = Integer.getInteger("homeroom.cluster.steps", 200);

  /** When nothing fails any more, all have heard everything after so long: a death takes 15 s. */
  private static final long SOON_MILLIS = 15_000;

  /** Runs after which whatever was left out has shown. */
  private static final int RUNS_WITHOUT = 300;

  @Test
  void everybodyHearsEveryChangeOnceAndInOrderAndOthersNothing() {
    int stored = 0;
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      var model = new Model(seed, Without.NOTHING);
      model.run(STEPS);
      model.end();
      model.settle(SOON_MILLIS);
      assertThat(model.violations()).as("with the seed %d", seed).isEmpty();
      stored += model.stored();
    }
    assertThat(stored).isGreaterThan(RUNS * STEPS / 10);
  }

  /** A test of the test. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOTHING", "INTRODUCTIONS", "ENDINGS"})
  void withoutAnyOfTheRulesSomebodyDoesNot(Without rule) {
    List<String> violations = new ArrayList<>();
    for (long seed = 1; seed < RUNS_WITHOUT && violations.isEmpty(); seed++) {
      var model = new Model(seed, rule);
      model.run(STEPS);
      model.end();
      model.settle(SOON_MILLIS);
      violations.addAll(model.violations());
    }
    assertThat(violations).isNotEmpty();
  }
}
