package homeroom.api.wire;

import homeroom.chat.message.ReceiptEvent;
import java.util.List;

/** Members have come further in a conversation. */
public record ReceiptsPayload(String conversationId, List<Entry> receipts) {

  public record Entry(String userId, long seq, String at) {}

  public static ReceiptsPayload of(ReceiptEvent event) {
    return new ReceiptsPayload(
        event.conversationId().value(),
        event.receipts().stream()
            .map(entry -> new Entry(entry.userId().value(), entry.seq(), WireTime.of(entry.at())))
            .toList());
  }
}
