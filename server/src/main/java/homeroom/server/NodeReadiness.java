// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.Readiness;
import homeroom.chat.bus.NodeHealth;
import java.time.Duration;
import java.util.Set;

/** What the health of a node means for those whom others could serve as well. */
final class NodeReadiness {

  /** A node that did not reach the store for so long answers nobody. */
  private static final Duration BEHIND = Duration.ofSeconds(5);

  private NodeReadiness() {}

  /**
   * Says it.
   *
   * @param clocksApart how far the clock of a node may be from that of the store
   */
  static Readiness of(NodeHealth health, Duration clocksApart) {
    if (health.clockAhead().abs().compareTo(clocksApart) > 0) {
      return new Readiness.NotReady(
          "the clock of this node is %d seconds %s that of the store"
              .formatted(
                  health.clockAhead().abs().toSeconds(),
                  health.clockAhead().isNegative() ? "behind" : "ahead of"));
    }
    if (health.behind().compareTo(BEHIND) > 0) {
      return new Readiness.NotReady(
          "this node has not reached the store for %d seconds"
              .formatted(health.behind().toSeconds()));
    }
    if (!health.cutOff().isEmpty()) {
      return new Readiness.NotReady(
          "this node does not reach "
              + names(health.cutOff())
              + ", through which nodes tell"
              + " each other what happens, and another node that reaches more does");
    }
    return health.away().isEmpty()
        ? Readiness.READY
        : new Readiness.Degraded(
            names(health.away()) + " cannot be reached: what happens on other nodes comes late");
  }

  private static String names(Set<String> servers) {
    return String.join(", ", servers.stream().sorted().toList());
  }
}
