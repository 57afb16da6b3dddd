package homeroom.chat.message;

import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;

/** Reads what was written, for the members of each conversation. */
public final class History {

  private final MessageStore store;
  private final Membership membership;
  private final MessageViews views;

  public History(MessageStore store, Membership membership, MessageViews views) {
    this.store = store;
    this.membership = membership;
    this.views = views;
  }

  /** A page of the messages of one conversation; see {@link MessageStore#find} for its fields. */
  public Outcome<Page<MessageView>> find(Caller caller, ConversationId id, Query query) {
    return membership
        .conversation(caller, id)
        .map(conversation ->
            Outcome.done(views.of(conversation, store.find(caller.schoolId(), id, query))))
        .orElseGet(() -> Outcome.refused(Refusal.notFound("conversation", id.value())));
  }

  public Outcome<MessageView> get(Caller caller, MessageId id) {
    return store
        .message(caller.schoolId(), id)
        .flatMap(message ->
            membership
                .conversation(caller, message.conversationId())
                .map(conversation -> views.of(conversation, message)))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound("message", id.value())));
  }
}
