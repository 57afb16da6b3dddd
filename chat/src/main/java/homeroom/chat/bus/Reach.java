// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of which servers of the bus this node alone is cut off, by what all nodes say in the store. One
 * thread at a time looks; what it found is for any.
 */
final class Reach {

  /** It takes the nodes so long, at most, to notice that a server is away and to say so. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  /** What a node said longer ago may not be so any more. */
  private static final Duration LATELY = Duration.ofSeconds(5);

  /** Since when others reach what this node does not. */
  private final Map<String, Long> since = new HashMap<>();

  private volatile Set<String> cutOff = Set.of();

  /**
   * Compares.
   *
   * @param away the servers that this node does not reach
   * @param now as time passes, in nanoseconds
   */
  void look(NodeId self, Set<String> away, List<NodeLife> nodes, long now) {
    List<NodeLife> others =
        nodes.stream()
            .filter(life -> !life.node().equals(self) && life.age().compareTo(LATELY) < 0)
            .toList();
    Set<String> reachedByOthers =
        away.stream()
            .filter(server -> others.stream().anyMatch(life -> !life.away().contains(server)))
            .collect(Collectors.toSet());
    since.keySet().retainAll(reachedByOthers);
    reachedByOthers.forEach(server -> since.putIfAbsent(server, now));
    cutOff =
        since.entrySet().stream()
            .filter(one -> now - one.getValue() >= PATIENCE.toNanos())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that others have reached for a while, and this node has not. */
  Set<String> cutOff() {
    return cutOff;
  }
}
