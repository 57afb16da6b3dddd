// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A message to be stored; the store gives it its seq. */
public record NewMessage(
    MessageId id,
    ConversationId conversationId,
    SchoolId schoolId,
    UserId senderId,
    String clientId,
    String text,
    @Nullable MessageId replyTo,
    Instant at) {}
