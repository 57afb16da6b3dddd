// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import java.time.Instant;

/** The newest message of a conversation, as a list of conversations shows it. */
public record LastMessage(
    MessageId id, UserId senderId, long seq, String text, Instant createdAt) {}
