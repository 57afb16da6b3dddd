package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageView;
import homeroom.chat.message.ReceiptCounts;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A message on the wire. */
public record MessagePayload(
    @JsonProperty("_id") String id,
    String conversationId,
    String schoolId,
    String senderId,
    String type,
    String clientId,
    long seq,
    long rev,
    String text,
    List<Object> attachments,
    @Nullable String replyTo,
    String status,
    ReceiptCounts receipts,
    @Nullable String editedAt,
    @Nullable String deletedAt,
    @Nullable String deletedBy,
    String createdAt,
    String updatedAt) {

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
        view.receipts().status().name().toLowerCase(Locale.ROOT),
        view.receipts(),
        WireTime.ofNullable(message.editedAt()),
        WireTime.ofNullable(message.deletedAt()),
        deletedBy == null ? null : deletedBy.value(),
        WireTime.of(message.createdAt()),
        WireTime.of(message.updatedAt()));
  }
}
