// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.NodeStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Nodes in memory. */
record InMemoryNodeStore(View view, Clock clock) implements NodeStore {

  private static final Duration KEPT = Duration.ofHours(1);

  @Override
  public void beat(NodeId node) {
    view.in(memory -> memory.nodes().put(node, clock.instant()));
  }

  @Override
  public List<NodeLife> nodes() {
    return view.in(memory -> {
      Instant now = clock.instant();
      memory.nodes().values().removeIf(beat -> beat.isBefore(now.minus(KEPT)));
      return memory.nodes().entrySet().stream()
          .map(one ->
              new NodeLife(one.getKey(), one.getValue(), Duration.between(one.getValue(), now)))
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
