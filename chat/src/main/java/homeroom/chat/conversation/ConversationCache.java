// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Conversations and their members, each as read under one version of its school's roster; of
 * another version it is read anew. A value read before {@link #forget} is never kept after it.
 */
final class ConversationCache {

  /** Conversations remembered at most; then it starts anew. */
  private static final int MAX_CONVERSATIONS = 50_000;

  private volatile Epoch epoch = new Epoch();

  Optional<Conversation> conversation(
      ConversationId id, long rosterVersion, Supplier<Optional<Conversation>> read) {
    Epoch now = withRoom();
    Entry entry = now.entries.get(id);
    if (entry != null && entry.rosterVersion == rosterVersion) {
      return Optional.of(entry.conversation);
    }
    long forgotten = now.forgotten;
    Optional<Conversation> found = read.get();
    found.ifPresent(conversation -> now.keep(forgotten, new Entry(conversation, rosterVersion)));
    return found;
  }

  /** What is remembered under that id. */
  Optional<Conversation> remembered(ConversationId id) {
    return Optional.ofNullable(epoch.entries.get(id)).map(entry -> entry.conversation);
  }

  /**
   * The members of what is remembered under the id of {@code given}, or of {@code given} itself.
   */
  Set<UserId> members(
      Conversation given, long rosterVersion, Function<Conversation, Set<UserId>> read) {
    Entry entry = withRoom().entries.get(given.id());
    if (entry == null || entry.rosterVersion != rosterVersion) {
      return read.apply(given);
    }
    Set<UserId> members = entry.members;
    if (members == null) {
      members = read.apply(entry.conversation);
      entry.members = members;
    }
    return members;
  }

  void forget(ConversationId id) {
    epoch.forget(id);
  }

  private Epoch withRoom() {
    Epoch now = epoch;
    if (now.entries.size() > MAX_CONVERSATIONS) {
      now = new Epoch();
      epoch = now;
    }
    return now;
  }

  private static final class Entry {
    private final Conversation conversation;
    private final long rosterVersion;
    private volatile @Nullable Set<UserId> members;

    Entry(Conversation conversation, long rosterVersion) {
      this.conversation = conversation;
      this.rosterVersion = rosterVersion;
    }
  }

  private static final class Epoch {
    private final Map<ConversationId, Entry> entries = new ConcurrentHashMap<>();
    private volatile long forgotten;

    synchronized void keep(long forgottenAtRead, Entry entry) {
      if (forgotten == forgottenAtRead) {
        entries.put(entry.conversation.id(), entry);
      }
    }

    synchronized void forget(ConversationId id) {
      forgotten++;
      entries.remove(id);
    }
  }
}
