// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what was written, for the members of each conversation. */
public final class History {

  private final MessageStore store;
  private final Membership membership;
  private final Conversations conversations;
  private final MessageViews views;

  public History(
      MessageStore store, Membership membership, Conversations conversations, MessageViews views) {
    this.store = store;
    this.membership = membership;
    this.conversations = conversations;
    this.views = views;
  }

  /** A page of the messages of one conversation; see {@link MessageStore#find} for its fields. */
  public Outcome<Page<MessageView>> find(Caller caller, ConversationId id, Query query) {
    return membership
        .find(caller, id)
        .map(conversation -> views.of(conversation, store.find(caller.schoolId(), id, query)));
  }

  /**
   * Messages of the caller's conversations that have all these words, newest first; of one
   * conversation if {@code id} names it. Fields as in {@link #find}.
   */
  public Outcome<Page<MessageView>> search(
      Caller caller, @Nullable ConversationId id, String words, Query query) {
    List<Conversation> among =
        conversations.all(caller).stream()
            .filter(conversation -> id == null || conversation.id().equals(id))
            .toList();
    if (id != null && among.isEmpty()) {
      return Outcome.refused(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, id.value()));
    }
    Page<Message> page =
        store.search(
            caller.schoolId(), among.stream().map(Conversation::id).toList(), words, query);
    Map<ConversationId, Conversation> byId =
        among.stream().collect(Collectors.toMap(Conversation::id, Function.identity()));
    return Outcome.done(
        page.map(message ->
            views.of(Objects.requireNonNull(byId.get(message.conversationId())), message)));
  }

  public Outcome<MessageView> get(Caller caller, MessageId id) {
    return Outcome.found(
        store
            .message(caller.schoolId(), id)
            .flatMap(message ->
                membership
                    .conversation(caller, message.conversationId())
                    .map(conversation -> views.of(conversation, message))),
        () -> Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, id.value()));
  }
}
