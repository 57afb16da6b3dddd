// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.ConversationPolicy.Writing;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The wish to send a message.
 *
 * @param clientId the sender's own key, by which a repeat is known; null to be given one
 * @param urgent why it cannot wait, of the staff; null if it can
 */
public record SendMessage(
    Target target,
    String text,
    @Nullable String clientId,
    @Nullable MessageId replyTo,
    @Nullable String urgent) {

  /** One that is not urgent. */
  public SendMessage(
      Target target, String text, @Nullable String clientId, @Nullable MessageId replyTo) {
    this(target, text, clientId, replyTo, null);
  }

  /** How it is written. */
  Writing how() {
    if (urgent != null) {
      return Writing.URGENT;
    }
    return replyTo == null ? Writing.NEW : Writing.REPLY;
  }

  /** Where it goes. */
  public sealed interface Target {

    record To(ConversationId conversation) implements Target {}

    /** The direct conversation with that user, made if there is none. */
    record ToUser(UserId user) implements Target {}
  }
}
