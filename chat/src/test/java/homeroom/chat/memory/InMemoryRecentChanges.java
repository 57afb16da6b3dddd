// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What changed lately, in memory. */
record InMemoryRecentChanges(View view) implements RecentChanges {

  private static final Comparator<Conversation> OLDEST_FIRST =
      Comparator.comparing(Conversation::updatedAt).thenComparing(Conversation::id);

  @Override
  public Map<ConversationId, Long> changedSince(SchoolId school, Instant since) {
    return view.in(memory -> {
      var changed = new HashMap<ConversationId, Long>();
      for (StoredConversation one : memory.conversations()) {
        if (one.isOf(school)) {
          one.messages.firstChange(since).ifPresent(rev -> changed.put(one.id(), rev));
        }
      }
      return changed;
    });
  }

  @Override
  public Map<ConversationId, Long> headsSince(SchoolId school, Instant since) {
    return view.in(memory -> {
      var heads = new HashMap<ConversationId, Long>();
      for (StoredConversation one : memory.conversations()) {
        if (one.isOf(school)) {
          one.messages.firstChange(since).ifPresent(_ -> heads.put(one.id(), one.messages.head()));
        }
      }
      return heads;
    });
  }

  @Override
  public OptionalLong changedSince(SchoolId school, ConversationId conversation, Instant since) {
    return view.in(memory ->
        memory
            .conversation(school, conversation)
            .map(one -> one.messages.firstChange(since))
            .orElse(OptionalLong.empty()));
  }

  @Override
  public List<Conversation> conversationsSince(
      SchoolId school, Instant since, @Nullable Conversation after, int limit) {
    return view.in(memory ->
        memory.conversations().stream()
            .filter(one -> one.isOf(school) && !one.isDeleted())
            .map(memory::shown)
            .filter(one -> !one.updatedAt().isBefore(since))
            .filter(one -> after == null || OLDEST_FIRST.compare(one, after) > 0)
            .sorted(OLDEST_FIRST)
            .limit(limit)
            .toList());
  }
}
