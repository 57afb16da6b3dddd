// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationView;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The conversations of a caller, with what is unread in each. */
public final class Inbox {

  private final Conversations conversations;
  private final ConversationViews views;

  public Inbox(Conversations conversations, ConversationViews views) {
    this.conversations = conversations;
    this.views = views;
  }

  public Page<ConversationView> find(Caller caller, Query query) {
    Page<Conversation> page = conversations.find(caller, query);
    return new Page<>(
        page.total(),
        page.limit(),
        page.skip(),
        views.of(caller.schoolId(), caller.userId(), page.data()));
  }

  public Outcome<ConversationView> get(Caller caller, ConversationId id) {
    return Outcome.found(
            conversations.get(caller, id),
            () -> Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, id.value()))
        .map(conversation -> views.of(caller.userId(), conversation));
  }

  /** The first of them behind that id, or of all of them, by id. */
  List<Conversation> page(Caller caller, @Nullable ConversationId after, int limit) {
    return conversations.page(caller, after, limit);
  }

  /** The ids of all of them. */
  Set<ConversationId> ids(Caller caller) {
    return conversations.ids(caller);
  }

  /** Some of them as the caller sees them, in the same order. */
  List<ConversationView> views(Caller caller, List<Conversation> some) {
    return views.of(caller.schoolId(), caller.userId(), some);
  }
}
