// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.relay;

import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.bus.Notice;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What a node has in the store besides messages, in its own memory. Safe for many threads. */
record RelayStore(NodeId self) implements NodeStore, HintStore {

  @Override
  public void beat(NodeId node, Set<String> away) {}

  @Override
  public List<NodeLife> nodes() {
    return List.of(new NodeLife(self, Instant.now(), Duration.ZERO, Set.of()));
  }

  @Override
  public void leave(NodeId node) {}

  /** Nobody finds them in this memory: what was not published is missing. */
  @Override
  public void add(SchoolId school, Collection<ConversationId> conversations) {
    throw new IllegalStateException("the bus was away while it was measured");
  }

  @Override
  public void add(SchoolId school, Notice.Announced announced) {
    throw new IllegalStateException("nothing is announced");
  }

  @Override
  public List<Hint> since(Instant moment) {
    return List.of();
  }
}
