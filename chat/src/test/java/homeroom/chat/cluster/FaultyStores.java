// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.ClusterStores;
import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.NodeLife;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.bus.Notice;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The stores as one node has them, with what the model leaves out. */
final class FaultyStores extends ForwardingStores implements ClusterStores {

  private final InMemoryStores stores;
  private final FaultyCalls calls;
  private final Without without;

  FaultyStores(InMemoryStores stores, FaultyCalls calls, Without without) {
    super(stores);
    this.stores = stores;
    this.calls = calls;
    this.without = without;
  }

  @Override
  public ConversationStore conversations() {
    return calls.of(ConversationStore.class, stores.conversations());
  }

  @Override
  public MessageStore messages() {
    return calls.of(MessageStore.class, stores.messages());
  }

  @Override
  public String name() {
    return stores.name();
  }

  @Override
  public RecentChanges recentChanges() {
    return calls.of(RecentChanges.class, stores.recentChanges());
  }

  @Override
  public NodeStore nodes() {
    NodeStore real = stores.nodes();
    return calls.of(NodeStore.class, without == Without.DEATHS ? immortal(real) : real);
  }

  @Override
  public HintStore hints() {
    HintStore real = stores.hints();
    return calls.of(HintStore.class, without == Without.HINTS ? silent(real) : real);
  }

  private static NodeStore immortal(NodeStore real) {
    return new NodeStore() {
      @Override
      public void beat(NodeId node, Set<String> away) {
        real.beat(node, away);
      }

      @Override
      public List<NodeLife> nodes() {
        return List.of();
      }

      @Override
      public void leave(NodeId node) {
        real.leave(node);
      }
    };
  }

  private static HintStore silent(HintStore real) {
    return new HintStore() {
      @Override
      public void add(SchoolId school, Collection<ConversationId> conversations) {}

      @Override
      public void add(SchoolId school, Notice.Announced announced) {
        real.add(school, announced);
      }

      @Override
      public List<Hint> since(Instant moment) {
        return real.since(moment);
      }
    };
  }
}
