// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import homeroom.chat.conversation.ConversationEvent;
import homeroom.chat.fanout.ChatEvent;
import homeroom.chat.message.MessageEvent;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who comes into groups and leaves them, and is connected to every node: hears no message
 * once a node has to know of their leaving, and in the end knows everywhere whether they are in.
 */
final class Visitor {

  /** Whether they are in one group, as far as that was answered. */
  private static final class Stay {
    private long attempts;
    private boolean certain = true;
    private @Nullable Long leftAtMillis;
  }

  private record Shown(ModelNode node, ConversationId conversation) {}

  final User user;
  private final Map<ConversationId, Stay> stays = new HashMap<>();
  private final Map<Shown, Boolean> shown = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  Visitor(User user) {
    this.user = user;
  }

  private Stay stay(ConversationId id) {
    return stays.computeIfAbsent(id, key -> new Stay());
  }

  /** Somebody begins to take them in or out; what counts is the last who does. */
  long changing(ConversationId id) {
    Stay stay = stay(id);
    stay.certain = false;
    stay.leftAtMillis = null;
    return ++stay.attempts;
  }

  /** It was answered that they are in, or not. */
  void changed(ConversationId id, long attempt, boolean in, long nowMillis) {
    Stay stay = stay(id);
    if (stay.attempts == attempt) {
      stay.certain = true;
      stay.leftAtMillis = in ? null : nowMillis;
    }
  }

  /** What a client of theirs on that node knows. */
  void shown(ModelNode node, ConversationId id, boolean in) {
    shown.put(new Shown(node, id), in);
  }

  /** Some people are told of something on that node. */
  void told(ModelNode node, ChatEvent event, Collection<UserId> users) {
    if (!users.contains(user.id())) {
      return;
    }
    switch (event) {
      case MessageEvent message -> told(node, message.message().message().conversationId());
      case ConversationEvent.Added added -> shown(node, added.id(), true);
      case ConversationEvent.Removed removed -> shown(node, removed.id(), false);
      default -> {}
    }
  }

  private void told(ModelNode node, ConversationId id) {
    Long left = stay(id).leftAtMillis;
    if (left != null && node.knewAtMillis() > left) {
      violations.add(node.id + ": " + user.id() + " hears of " + id + " after leaving it");
    }
  }

  /** Whether their client on that node knows at last what the store has. */
  void check(ModelNode node, ConversationId id, boolean in) {
    if (stay(id).certain && shown.getOrDefault(new Shown(node, id), !in) != in) {
      violations.add(node.id + ": " + user.id() + " is in " + id + ": " + in + ", not shown");
    }
  }

  List<String> violations() {
    return violations;
  }
}
