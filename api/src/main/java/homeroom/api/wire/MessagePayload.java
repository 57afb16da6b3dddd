// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageStatus;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptCounts;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message on the wire. */
@Description("A message. A deleted one stays, without its text.")
public record MessagePayload(
    @Id @JsonProperty("_id") String id,
    @Id String conversationId,
    @Id String schoolId,
    @Id String senderId,
    @Description("What kind of message; more kinds may come.") @OneOf({"text"}) String type,
    @Description("The sender's own key of the message; sent again with it, it is not stored again.")
        String clientId,
    @Description("Its position in the conversation, from 1; never used again.") long seq,
    @Description(
            "The number of its latest change; every change in a conversation takes the next one.")
        long rev,
    @Description("The text as it was sent; empty once deleted.") String text,
    @Description("Reserved.") List<Object> attachments,
    @Description("The message of the same conversation that it answers.") @Id
        @Nullable String replyTo,
    @Description("How far the least advanced of the other members is.") @EnumOf(MessageStatus.class)
        String status,
    @Description("How many of the other members got and read it.") ReceiptCounts receipts,
    @Time @Nullable String editedAt,
    @Time @Nullable String deletedAt,
    @Id @Nullable String deletedBy,
    @Time String createdAt,
    @Time String updatedAt) {

  public static MessagePayload of(MessageView view) {
    Message message = view.message();
    MessageId replyTo = message.replyTo();
    UserId deletedBy = message.deletedBy();
    return new MessagePayload(
        message.id().value(),
        message.conversationId().value(),
        message.schoolId().value(),
        message.senderId().value(),
        "text",
        message.clientId(),
        message.seq(),
        message.rev(),
        message.text(),
        List.of(),
        replyTo == null ? null : replyTo.value(),
        WireWord.of(view.receipts().status()),
        view.receipts(),
        WireTime.ofNullable(message.editedAt()),
        WireTime.ofNullable(message.deletedAt()),
        deletedBy == null ? null : deletedBy.value(),
        WireTime.of(message.createdAt()),
        WireTime.of(message.updatedAt()));
  }
}
