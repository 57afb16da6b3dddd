// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which servers of the bus a node knows that it does not reach, and one that reaches more. */
class ReachTest {

  private static final NodeId SELF = new NodeId("a", "1");
  private static final NodeId OTHER = new NodeId("b", "1");
  private static final Set<String> BOTH = Set.of("one", "two");

  private final Reach reach = new Reach();

  private void look(int second, Set<String> own, NodeLife... others) {
    reach.look(SELF, own, List.of(others), Duration.ofSeconds(second).toNanos());
  }

  private static NodeLife other(Set<String> away, int age) {
    return new NodeLife(OTHER, Instant.EPOCH, Duration.ofSeconds(age), away);
  }

  @Test
  void whatAnotherNodeReachesForAWhileThisOneIsCutOffFrom() {
    look(0, BOTH, other(Set.of("two"), 1));
    look(5, BOTH, other(Set.of("two"), 1));
    assertThat(reach.cutOff()).isEmpty();
    look(6, BOTH, other(Set.of("two"), 1));
    assertThat(reach.cutOff()).containsExactly("one");
    look(8, Set.of(), other(Set.of("two"), 1));
    assertThat(reach.cutOff()).isEmpty();
  }

  @Test
  void whatGoesAwayForAllIsNotedByOneNodeAfterTheOther() {
    look(0, BOTH, other(Set.of(), 1));
    look(4, BOTH, other(BOTH, 1));
    look(8, BOTH, other(BOTH, 1));
    assertThat(reach.cutOff()).isEmpty();
  }

  @Test
  void nodesThatReachAsManyServersStayAndAnotherThatReachesMoreStandsInForThem() {
    for (int second = 0; second <= 20; second += 2) {
      look(second, Set.of("two"), other(Set.of("one"), 1));
      assertThat(reach.cutOff()).isEmpty();
    }
    look(22, Set.of("two"), other(Set.of(), 1));
    assertThat(reach.cutOff()).isEmpty();
    look(28, Set.of("two"), other(Set.of(), 1));
    assertThat(reach.cutOff()).containsExactly("two");
    look(30, Set.of("two"), other(Set.of("one"), 1));
    assertThat(reach.cutOff()).isEmpty();
  }

  @Test
  void whatADeadNodeReachedOrThisOneSaidItselfCountsForNothing() {
    var self = new NodeLife(SELF, Instant.EPOCH, Duration.ZERO, Set.of());
    look(0, BOTH, self, other(Set.of(), 5));
    look(9, BOTH, self, other(Set.of(), 14));
    assertThat(reach.cutOff()).isEmpty();
  }
}
