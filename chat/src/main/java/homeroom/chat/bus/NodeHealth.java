// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Duration;
import java.util.Set;

/**
 * How a node stands.
 *
 * @param behind how long ago it last knew everything that was announced
 * @param clockAhead by how much its clock is ahead of the store's, at least; below zero if it is
 *     behind
 * @param away the servers of the bus that it does not reach
 * @param cutOff those of them that a node that reaches more than this one has reached for a while
 */
public record NodeHealth(
    Duration behind, Duration clockAhead, Set<String> away, Set<String> cutOff) {

  public NodeHealth {
    away = Set.copyOf(away);
    cutOff = Set.copyOf(cutOff);
  }
}
