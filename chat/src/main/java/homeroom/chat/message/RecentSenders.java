// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Who sent the newest messages of conversations, so that a receipt of one that was just told needs
 * no read of the store. Safe for many threads; blocks on the store for what it does not remember.
 */
public final class RecentSenders {

  /** Conversations remembered at most, those used last. */
  static final int CONVERSATIONS = 10_000;

  /** Messages of each remembered at most. */
  static final int MESSAGES = 16;

  private final MessageStore store;
  private final Map<ConversationId, Known> conversations =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Known> eldest) {
          return size() > CONVERSATIONS;
        }
      };

  public RecentSenders(MessageStore store) {
    this.store = store;
  }

  private record Sent(long seq, UserId sender) {}

  /** All messages with {@code after < seq <= upTo} of a conversation, the oldest first. */
  private static final class Known {

    private final ArrayDeque<Sent> messages = new ArrayDeque<>(MESSAGES);
    private long after;
    private long upTo;

    Known(long after) {
      this.after = after;
      this.upTo = after;
    }

    void add(Message message) {
      if (message.rev() == message.seq()) {
        if (messages.size() == MESSAGES) {
          after = messages.remove().seq();
        }
        messages.add(new Sent(message.seq(), message.senderId()));
      }
      upTo = message.rev();
    }

    boolean knows(long from, long to) {
      return from >= after && to <= upTo;
    }

    Set<UserId> of(long from, long to) {
      var senders = new HashSet<UserId>();
      for (Sent message : messages) {
        if (message.seq() > from && message.seq() <= to) {
          senders.add(message.sender());
        }
      }
      return senders;
    }
  }

  /** The change was told of after all those before it; what was left out is not remembered. */
  synchronized void told(Message message) {
    long before = message.rev() - 1;
    Known known = conversations.get(message.conversationId());
    if (known == null || known.upTo != before) {
      known = new Known(before);
      conversations.put(message.conversationId(), known);
    }
    known.add(message);
  }

  /** As {@link MessageStore#senders}. */
  Set<UserId> of(SchoolId school, ConversationId conversation, long after, long upTo) {
    synchronized (this) {
      Known known = conversations.get(conversation);
      if (known != null && known.knows(after, upTo)) {
        return known.of(after, upTo);
      }
    }
    return store.senders(school, conversation, after, upTo);
  }
}
