package homeroom.api.service;

import homeroom.api.wire.Rejection;
import homeroom.chat.message.SendMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import tools.jackson.databind.JsonNode;

/** Reads a message to be sent: {@code { conversationId | to, text, clientId?, replyTo? }}. */
public final class SendPayload {

  private SendPayload() {}

  /**
   * The wish in the payload.
   *
   * @throws Rejection 400 that names the field which is missing or wrong
   */
  public static SendMessage read(JsonNode payload) {
    if (!payload.isObject()) {
      throw Rejection.badField(
          "payload", "is not an object", "Send one object: { conversationId, text, clientId }.");
    }
    String replyTo = Fields.optionalId(payload, "replyTo");
    return new SendMessage(
        target(payload),
        Fields.text(payload, "text"),
        Fields.optionalText(payload, "clientId"),
        replyTo == null ? null : new MessageId(replyTo));
  }

  private static SendMessage.Target target(JsonNode payload) {
    String conversation = Fields.optionalId(payload, "conversationId");
    String to = Fields.optionalId(payload, "to");
    if (conversation != null && to == null) {
      return new SendMessage.Target.To(new ConversationId(conversation));
    }
    if (to != null && conversation == null) {
      return new SendMessage.Target.ToUser(new UserId(to));
    }
    throw Rejection.badField(
        "conversationId",
        "is needed, or else 'to'",
        "Say where the message goes: 'conversationId', or 'to' with the id of a user.");
  }
}
