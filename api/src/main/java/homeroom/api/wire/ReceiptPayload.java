// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.school.MessageId;
import org.jspecify.annotations.Nullable;

/** When one member got and read a message; null if not yet. */
@Description("When one member got and read a message; null if not yet.")
public record ReceiptPayload(
    @Description("The ids of the message and of the member, with a colon between them.")
        @JsonProperty("_id")
        String id,
    @Id String userId,
    @Time @Nullable String deliveredAt,
    @Time @Nullable String readAt) {

  public static ReceiptPayload of(MessageId message, MessageReceipt receipt) {
    return new ReceiptPayload(
        message.value() + ":" + receipt.userId().value(),
        receipt.userId().value(),
        WireTime.ofNullable(receipt.deliveredAt()),
        WireTime.ofNullable(receipt.readAt()));
  }
}
