// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.message.MessageReceipt;
import org.jspecify.annotations.Nullable;

/** When one member got and read a message; null if not yet. */
@Description("When one member got and read a message; null if not yet.")
public record ReceiptPayload(
    @Id String userId, @Time @Nullable String deliveredAt, @Time @Nullable String readAt) {

  public static ReceiptPayload of(MessageReceipt receipt) {
    return new ReceiptPayload(
        receipt.userId().value(),
        WireTime.ofNullable(receipt.deliveredAt()),
        WireTime.ofNullable(receipt.readAt()));
  }
}
