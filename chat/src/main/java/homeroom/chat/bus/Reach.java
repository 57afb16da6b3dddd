// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Of which servers of the bus this node is cut off, by what all nodes say in the store: of those
 * that it does not reach, and a node does that reaches more than this one. Nodes that each reach as
 * many as the others stay, whichever these are, since somebody has to serve. One thread at a time
 * looks; what it found is for any.
 */
final class Reach {

  /** It takes the nodes so long, at most, to notice that a server is away and to say so. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  /** What a node said longer ago may not be so any more. */
  private static final Duration LATELY = Duration.ofSeconds(5);

  /** Since when nodes that reach more reach what this node does not. */
  private final Map<String, Long> since = new HashMap<>();

  private volatile Set<String> cutOff = Set.of();

  /**
   * Compares.
   *
   * @param away the servers that this node does not reach
   * @param now as time passes, in nanoseconds
   */
  void look(NodeId self, Set<String> away, List<NodeLife> nodes, long now) {
    List<NodeLife> betterOff =
        nodes.stream()
            .filter(life -> !life.node().equals(self) && life.age().compareTo(LATELY) < 0)
            .filter(life -> life.away().size() < away.size())
            .toList();
    Set<String> reachedByThem =
        away.stream()
            .filter(server -> betterOff.stream().anyMatch(life -> !life.away().contains(server)))
            .collect(Collectors.toSet());
    since.keySet().retainAll(reachedByThem);
    reachedByThem.forEach(server -> since.putIfAbsent(server, now));
    cutOff =
        since.entrySet().stream()
            .filter(one -> now - one.getValue() >= PATIENCE.toNanos())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Those that nodes that reach more have reached for a while, and this one has not. */
  Set<String> cutOff() {
    return cutOff;
  }
}
