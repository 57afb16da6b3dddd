// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.api.rest.Readiness;
import homeroom.chat.bus.NodeHealth;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When others had better serve the clients of a node. */
class NodeReadinessTest {

  private static final Duration NOW = Duration.ofMillis(400);
  private static final Duration RIGHT = Duration.ofSeconds(9);
  private static final Set<String> REDIS = Set.of("redis://r1:6379/0");

  private static Readiness of(
      Duration behind, Duration clockAhead, Set<String> away, Set<String> cutOff) {
    return NodeReadiness.of(
        new NodeHealth(behind, clockAhead, away, cutOff), Duration.ofSeconds(10));
  }

  @Test
  void aNodeThatKnowsWhatHappensIsReady() {
    assertThat(of(NOW, RIGHT, Set.of(), Set.of())).isEqualTo(Readiness.READY);
  }

  @Test
  void aNodeIsReadyWhileNobodyReachesTheBus() {
    assertThat(of(NOW, RIGHT, REDIS, Set.of()))
        .isEqualTo(
            new Readiness.Degraded(
                "redis://r1:6379/0 cannot be reached: what happens on other nodes comes late"));
  }

  @Test
  void aNodeIsNotReadyThatDoesNotReachTheBusWhileAnotherDoes() {
    assertThat(of(NOW, RIGHT, REDIS, REDIS))
        .isInstanceOfSatisfying(
            Readiness.NotReady.class,
            no -> assertThat(no.why()).contains("does not reach redis://r1:6379/0"));
  }

  @Test
  void aNodeIsNotReadyWhoseClockIsAnotherThanTheStores() {
    assertThat(of(NOW, Duration.ofSeconds(11), Set.of(), Set.of()))
        .isEqualTo(
            new Readiness.NotReady(
                "the clock of this node is 11 seconds ahead of that of the store"));
    assertThat(of(NOW, Duration.ofSeconds(-11), Set.of(), Set.of()))
        .isEqualTo(
            new Readiness.NotReady(
                "the clock of this node is 11 seconds behind that of the store"));
  }

  @Test
  void aNodeIsNotReadyThatLostTheStore() {
    assertThat(of(Duration.ofSeconds(30), RIGHT, Set.of(), Set.of()))
        .isEqualTo(new Readiness.NotReady("this node has not reached the store for 30 seconds"));
  }
}
