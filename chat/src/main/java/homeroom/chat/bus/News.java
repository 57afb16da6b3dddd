// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.util.Set;

/** What a node announces of a school, once the store has it. */
public sealed interface News {

  /**
   * Who is in a conversation is another, or its title, or whether it can be written.
   *
   * @param came who is in it now and was not before, who may be out again
   * @param gone who was in it, who may be back
   */
  record OfConversation(ConversationId conversation, Set<UserId> came, Set<UserId> gone)
      implements News {
    public OfConversation {
      came = Set.copyOf(came);
      gone = Set.copyOf(gone);
    }
  }

  /** The roster of the school, or its rules. */
  record OfSchool() implements News {}
}
