// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A node as the store knows it.
 *
 * @param lastBeat when it was last known to live
 * @param age how long ago that was
 * @param away the servers of the bus that it did not reach then
 */
public record NodeLife(NodeId node, Instant lastBeat, Duration age, Set<String> away) {

  public NodeLife {
    away = Set.copyOf(away);
  }

  /** A node that was not heard of for so long is dead; it may come back. */
  public static final Duration DEAD_AFTER = Duration.ofSeconds(10);

  public boolean isAlive() {
    return age.compareTo(DEAD_AFTER) < 0;
  }
}
