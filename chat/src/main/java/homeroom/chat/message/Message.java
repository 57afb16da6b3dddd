// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as stored.
 *
 * @param clientId the sender's own key for it, unique with conversation and sender
 * @param seq its place in the conversation, from 1: the rev at which it was made
 * @param rev its newest change
 * @param text "" once deleted
 * @param edits how often it was edited, 0 to 100
 */
public record Message(
    MessageId id,
    ConversationId conversationId,
    SchoolId schoolId,
    UserId senderId,
    String clientId,
    long seq,
    long rev,
    String text,
    @Nullable MessageId replyTo,
    int edits,
    @Nullable Instant editedAt,
    @Nullable Instant deletedAt,
    @Nullable UserId deletedBy,
    Instant createdAt,
    Instant updatedAt) {

  /** The message as it is, told as the change with that rev. */
  Message at(long change) {
    return change == rev
        ? this
        : new Message(
            id,
            conversationId,
            schoolId,
            senderId,
            clientId,
            seq,
            change,
            text,
            replyTo,
            edits,
            editedAt,
            deletedAt,
            deletedBy,
            createdAt,
            updatedAt);
  }

  public boolean isDeleted() {
    return deletedAt != null;
  }
}
