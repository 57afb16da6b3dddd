package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Membership;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds to conversations what one member has not read. Blocks on the store; for many threads. */
public final class ConversationViews {

  /** Counting unread messages stops here. */
  public static final int MAX_UNREAD = 999;

  private final Membership membership;
  private final MessageStore messages;
  private final ReceiptStore receipts;

  public ConversationViews(Membership membership, MessageStore messages, ReceiptStore receipts) {
    this.membership = membership;
    this.messages = messages;
    this.receipts = receipts;
  }

  /** The conversation as {@code member} sees it. */
  public ConversationView of(UserId member, Conversation conversation) {
    return of(conversation.schoolId(), member, List.of(conversation)).getFirst();
  }

  /** The conversations as {@code member} sees them, in the order given. */
  public List<ConversationView> of(
      SchoolId school, UserId member, List<Conversation> conversations) {
    List<ConversationId> ids = conversations.stream().map(Conversation::id).toList();
    Map<ConversationId, Watermark> marks = receipts.watermarksOf(school, member, ids);
    return conversations.stream().map(conversation -> of(member, conversation, marks)).toList();
  }

  private ConversationView of(
      UserId member, Conversation conversation, Map<ConversationId, Watermark> marks) {
    Watermark mark = marks.get(conversation.id());
    long readSeq = mark == null ? joined(member, conversation) : mark.readSeq();
    int unread =
        conversation.rev() <= readSeq
            ? 0
            : messages.countUnread(
                conversation.schoolId(), conversation.id(), member, readSeq, MAX_UNREAD);
    return new ConversationView(conversation, membership.isReadOnly(conversation), unread, readSeq);
  }

  /**
   * A member whom another process put into the class has no watermark yet: this is the join. Who
   * has just left has none any more, and must not get one: it would be there at their return.
   */
  private long joined(UserId member, Conversation conversation) {
    if (!membership.isMember(conversation, member)) {
      return conversation.rev();
    }
    receipts.join(conversation.schoolId(), conversation.id(), Set.of(member));
    Watermark mark =
        receipts
            .watermarksOf(conversation.schoolId(), member, List.of(conversation.id()))
            .get(conversation.id());
    return mark == null ? 0 : mark.readSeq();
  }
}
