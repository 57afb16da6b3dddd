// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Page;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** A page of messages of these conversations, by their ids. */
  Page<MessageView> of(
      SchoolId school, Map<ConversationId, Conversation> conversations, Page<Message> page) {
    Set<ConversationId> found =
        page.data().stream().map(Message::conversationId).collect(Collectors.toSet());
    Map<ConversationId, List<Watermark>> watermarks =
        found.isEmpty() ? Map.of() : receipts.watermarksIn(school, found);
    Map<ConversationId, Set<UserId>> members = new HashMap<>();
    found.forEach(
        id -> members.put(id, membership.members(Objects.requireNonNull(conversations.get(id)))));
    return page.map(message -> {
      ConversationId id = message.conversationId();
      return new MessageView(
          message,
          ReceiptCounts.of(
              message, watermarks.getOrDefault(id, List.of()), members.getOrDefault(id, Set.of())));
    });
  }
}
