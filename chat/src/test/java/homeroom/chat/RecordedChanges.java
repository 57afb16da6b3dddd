// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What changed lately, and since when a node asked for that. */
public final class RecordedChanges implements RecentChanges {

  /** What was asked for, of what, and since when. */
  public record Asked(String what, Object of, Instant since) {}

  /** In order; to be cleared. */
  public final List<Asked> asked = new ArrayList<>();

  private final RecentChanges stored;

  RecordedChanges(RecentChanges stored) {
    this.stored = stored;
  }

  @Override
  public Map<ConversationId, Long> changedSince(SchoolId school, Instant since) {
    asked.add(new Asked("changed", school, since));
    return stored.changedSince(school, since);
  }

  @Override
  public Map<ConversationId, Long> headsSince(SchoolId school, Instant since) {
    asked.add(new Asked("heads", school, since));
    return stored.headsSince(school, since);
  }

  @Override
  public OptionalLong changedSince(SchoolId school, ConversationId conversation, Instant since) {
    asked.add(new Asked("changed", conversation, since));
    return stored.changedSince(school, conversation, since);
  }

  @Override
  public List<Conversation> conversationsSince(
      SchoolId school, Instant since, @Nullable Conversation after, int limit) {
    asked.add(new Asked("conversations", school, since));
    return stored.conversationsSince(school, since, after, limit);
  }
}
