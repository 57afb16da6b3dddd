// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.policy.Decision;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether somebody may do something, and why.
 *
 * @param action what it is about
 * @param to with whom; null if it is about a conversation
 * @param conversation where; null if it is about a person
 * @param at when it would be done
 */
public record Explanation(
    What action,
    UserId from,
    @Nullable UserId to,
    @Nullable ConversationId conversation,
    Instant at,
    Decision decision) {

  /** What can be asked for. */
  public enum What {
    /** To start a direct conversation with somebody, or to write in the one that there is. */
    DIRECT,
    /** To make a group with somebody. */
    GROUP,
    /** To write a message in a conversation. */
    SEND,
    /** To answer a message in a conversation, or to change one's own. */
    REPLY
  }
}
