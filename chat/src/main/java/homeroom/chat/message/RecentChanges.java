// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

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

  /** The same of one conversation. */
  OptionalLong changedSince(SchoolId school, ConversationId conversation, Instant since);

  /**
   * The conversations of the school, archived ones too, in which anything changed since then. That
   * of a class may have the title that the class had when it was made.
   */
  List<Conversation> conversationsSince(SchoolId school, Instant since);
}
