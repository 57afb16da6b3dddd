// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.message.ReceiptEvent;
import java.util.List;

/** Members have come further in a conversation. */
@Description("Members have come further in a conversation.")
public record ReceiptsPayload(@Id String conversationId, List<Entry> receipts) {

  @Description("All messages up to seq reached this user, or were read.")
  public record Entry(@Id String userId, long seq, @Time String at) {}

  public static ReceiptsPayload of(ReceiptEvent event) {
    return new ReceiptsPayload(
        event.conversationId().value(),
        event.receipts().stream()
            .map(entry -> new Entry(entry.userId().value(), entry.seq(), WireTime.of(entry.at())))
            .toList());
  }
}
