// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What changed lately, in a store that several nodes share. Every call blocks and is safe for many
 * threads and processes; changes are dated by the clocks of those who made them.
 */
public interface RecentChanges {

  /**
   * Each conversation of the school in which messages were sent, edited or deleted at {@code since}
   * or later, with the lowest rev of these changes.
   */
  Map<ConversationId, Long> changedSince(SchoolId school, Instant since);

  /** The same conversations, with the newest rev of each, whenever that is dated. */
  Map<ConversationId, Long> headsSince(SchoolId school, Instant since);

  /** The first of one conversation. */
  OptionalLong changedSince(SchoolId school, ConversationId conversation, Instant since);

  /**
   * A page of the conversations of the school, archived ones too, in which anything changed since
   * then, the one that was left alone for longest first. That of a class may have the title that
   * the class had when it was made. One that changes meanwhile may be in two pages, and is in one.
   *
   * @param after the last one of the page before; null for the first page
   * @param limit how many at most; fewer are the last page
   */
  List<Conversation> conversationsSince(
      SchoolId school, Instant since, @Nullable Conversation after, int limit);
}
