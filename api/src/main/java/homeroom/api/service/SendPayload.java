// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.Description;
import homeroom.api.wire.Id;
import homeroom.api.wire.MaxLength;
import homeroom.api.wire.MinLength;
import homeroom.api.wire.Received;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.message.SendMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;

/** A message to be sent, to a conversation or to a user. */
public sealed interface SendPayload {

  /** What a text may be. */
  String TEXT = "1 to " + MessageLimits.MAX_TEXT + " characters.";

  /** The longest reason of what is urgent, in code points. */
  int MAX_URGENT = 200;

  /** What is urgent. */
  String URGENT =
      "Of the staff: why it cannot wait for the end of quiet hours; goes into the audit.";

  /** The text. */
  String text();

  /** The sender's own key, see {@link SendMessage}. */
  @Nullable String clientId();

  /** The message that it answers. */
  @Nullable String replyTo();

  @Received
  @Description("A message to a conversation.")
  record ToConversation(
      @Id String conversationId,
      @Description(TEXT) String text,
      @Description("Your own key for this message: sent again with it, it is not stored again.")
          @MinLength(1)
          @MaxLength(MessageLimits.MAX_CLIENT_ID)
          @Nullable String clientId,
      @Description("A message of the same conversation.") @Id @Nullable String replyTo,
      @Description(URGENT) @MinLength(1) @MaxLength(MAX_URGENT) @Nullable String urgent)
      implements SendPayload {}

  @Received
  @Description("A message to a user: to the direct conversation, which is made if there is none.")
  record ToUser(
      @Id String to,
      @Description(TEXT) String text,
      @Description("Your own key for this message: sent again with it, it is not stored again.")
          @MinLength(1)
          @MaxLength(MessageLimits.MAX_CLIENT_ID)
          @Nullable String clientId,
      @Description("A message of the same conversation.") @Id @Nullable String replyTo,
      @Description(URGENT) @MinLength(1) @MaxLength(MAX_URGENT) @Nullable String urgent)
      implements SendPayload {}

  /** Why it cannot wait. */
  @Nullable String urgent();

  /** The wish as the use case takes it. */
  default SendMessage wish() {
    SendMessage.Target target =
        switch (this) {
          case ToConversation(String conversationId, _, _, _, _) ->
              new SendMessage.Target.To(new ConversationId(conversationId));
          case ToUser(String to, _, _, _, _) -> new SendMessage.Target.ToUser(new UserId(to));
        };
    String replyTo = replyTo();
    return new SendMessage(
        target, text(), clientId(), replyTo == null ? null : new MessageId(replyTo), urgent());
  }
}
