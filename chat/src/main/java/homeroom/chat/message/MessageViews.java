// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Page;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Set;

/** Adds to messages how far they have come. Reads the watermarks once, however many messages. */
public final class MessageViews {

  private final ReceiptStore receipts;
  private final Membership membership;

  public MessageViews(ReceiptStore receipts, Membership membership) {
    this.receipts = receipts;
    this.membership = membership;
  }

  MessageView of(Conversation conversation, Message message) {
    return of(conversation, List.of(message)).getFirst();
  }

  List<MessageView> of(Conversation conversation, List<Message> messages) {
    if (messages.isEmpty()) {
      return List.of();
    }
    Set<UserId> members = membership.members(conversation);
    List<Watermark> watermarks = receipts.watermarks(conversation.schoolId(), conversation.id());
    return messages.stream()
        .map(message -> new MessageView(message, ReceiptCounts.of(message, watermarks, members)))
        .toList();
  }

  Page<MessageView> of(Conversation conversation, Page<Message> page) {
    return new Page<>(page.total(), page.limit(), page.skip(), of(conversation, page.data()));
  }
}
