package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The conversations of a caller, with what is unread in each. */
public final class Inbox {

  /** Counting unread messages stops here. */
  public static final int MAX_UNREAD = 999;

  private final Conversations conversations;
  private final Membership membership;
  private final MessageStore messages;
  private final ReceiptStore receipts;

  public Inbox(
      Conversations conversations,
      Membership membership,
      MessageStore messages,
      ReceiptStore receipts) {
    this.conversations = conversations;
    this.membership = membership;
    this.messages = messages;
    this.receipts = receipts;
  }

  public Page<ConversationView> find(Caller caller, Query query) {
    Page<Conversation> page = conversations.find(caller, query);
    return new Page<>(page.total(), page.limit(), page.skip(), view(caller, page.data()));
  }

  public Outcome<ConversationView> get(Caller caller, ConversationId id) {
    return conversations
        .get(caller, id)
        .map(conversation -> Outcome.done(view(caller, List.of(conversation)).getFirst()))
        .orElseGet(() -> Outcome.refused(Refusal.notFound("conversation", id.value())));
  }

  List<ConversationView> view(Caller caller, List<Conversation> found) {
    List<ConversationId> ids = found.stream().map(Conversation::id).toList();
    Map<ConversationId, Watermark> marks =
        receipts.watermarksOf(caller.schoolId(), caller.userId(), ids);
    return found.stream().map(conversation -> view(caller, conversation, marks)).toList();
  }

  private ConversationView view(
      Caller caller, Conversation conversation, Map<ConversationId, Watermark> marks) {
    Watermark mark = marks.get(conversation.id());
    long readSeq = mark == null ? joined(caller, conversation) : mark.readSeq();
    int unread =
        messages.countUnread(
            caller.schoolId(), conversation.id(), caller.userId(), readSeq, MAX_UNREAD);
    return new ConversationView(conversation, membership.isReadOnly(conversation), unread, readSeq);
  }

  /** A member whom another process put into the class has no watermark yet: this is the join. */
  private long joined(Caller caller, Conversation conversation) {
    receipts.join(caller.schoolId(), conversation.id(), Set.of(caller.userId()));
    Watermark mark =
        receipts
            .watermarksOf(caller.schoolId(), caller.userId(), List.of(conversation.id()))
            .get(conversation.id());
    return mark == null ? 0 : mark.readSeq();
  }
}
