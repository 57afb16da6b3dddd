// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.NodeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Nodes in memory. */
record InMemoryNodeStore(View view, Clock clock) implements NodeStore {

  private static final Duration KEPT = Duration.ofHours(1);

  @Override
  public void beat(NodeId node, Set<String> away) {
    view.in(memory -> {
      memory.nodes().put(node, new NodeLife(node, clock.instant(), Duration.ZERO, away));
      return node;
    });
  }

  @Override
  public List<NodeLife> nodes() {
    return view.in(memory -> {
      Instant now = clock.instant();
      memory.nodes().values().removeIf(life -> life.lastBeat().isBefore(now.minus(KEPT)));
      return memory.nodes().values().stream()
          .map(life ->
              new NodeLife(
                  life.node(),
                  life.lastBeat(),
                  Duration.between(life.lastBeat(), now),
                  life.away()))
          .toList();
    });
  }

  @Override
  public void leave(NodeId node) {
    view.in(memory -> {
      memory.nodes().remove(node);
      return node;
    });
  }
}
