// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.api.wire.About;
import homeroom.api.wire.Id;
import homeroom.api.wire.Received;
import homeroom.api.wire.Rejection;
import homeroom.chat.message.SendMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A message to be sent, to a conversation or to a user. */
public sealed interface SendPayload {

  /** The text. */
  String text();

  /** The sender's own key, see {@link SendMessage}. */
  @Nullable String clientId();

  /** The message that it answers. */
  @Nullable String replyTo();

  @Received
  @About("A message to a conversation.")
  record ToConversation(
      @Id String conversationId,
      @About("1 to 8000 characters.") String text,
      @About("Your own key for this message: sent again with it, it is not stored again.")
          @Nullable String clientId,
      @About("A message of the same conversation.") @Id @Nullable String replyTo)
      implements SendPayload {}

  @Received
  @About("A message to a user: to the direct conversation, which is made if there is none.")
  record ToUser(
      @Id String to,
      @About("1 to 8000 characters.") String text,
      @About("Your own key for this message: sent again with it, it is not stored again.")
          @Nullable String clientId,
      @About("A message of the same conversation.") @Id @Nullable String replyTo)
      implements SendPayload {}

  /**
   * Reads what a client sent.
   *
   * @throws Rejection 400 that names the field which is missing or wrong
   */
  static SendPayload read(JsonNode payload) {
    if (!payload.isObject()) {
      throw Rejection.badField(
          "payload", "is not an object", "Send one object: { conversationId, text, clientId }.");
    }
    String replyTo = Fields.optionalId(payload, "replyTo");
    String conversation = Fields.optionalId(payload, "conversationId");
    String to = Fields.optionalId(payload, "to");
    if (conversation != null && to == null) {
      return new ToConversation(
          conversation,
          Fields.text(payload, "text"),
          Fields.optionalText(payload, "clientId"),
          replyTo);
    }
    if (to != null && conversation == null) {
      return new ToUser(
          to, Fields.text(payload, "text"), Fields.optionalText(payload, "clientId"), replyTo);
    }
    throw Rejection.badField(
        "conversationId",
        "is needed, or else 'to'",
        "Say where the message goes: 'conversationId', or 'to' with the id of a user.");
  }

  /** The wish as the use case takes it. */
  default SendMessage wish() {
    SendMessage.Target target =
        switch (this) {
          case ToConversation(String conversationId, _, _, _) ->
              new SendMessage.Target.To(new ConversationId(conversationId));
          case ToUser(String to, _, _, _) -> new SendMessage.Target.ToUser(new UserId(to));
        };
    String replyTo = replyTo();
    return new SendMessage(
        target, text(), clientId(), replyTo == null ? null : new MessageId(replyTo));
  }
}
