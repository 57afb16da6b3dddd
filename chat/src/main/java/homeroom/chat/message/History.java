// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Conversations;
import homeroom.chat.conversation.Membership;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what was written, for the members of each conversation. */
public final class History {

  private static final String DELETED_AT = "deletedAt";

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

  /**
   * A page of the messages of these conversations; see {@link MessageStore#find} for its fields.
   * Deleted ones are left out, unless the query has a condition on {@code deletedAt}. So are
   * conversations that the caller is not in; refused if those are all of them.
   */
  public Outcome<Page<MessageView>> find(
      Caller caller, Collection<ConversationId> ids, Query query) {
    return among(caller, ids)
        .map(among ->
            views.of(
                caller.schoolId(),
                among,
                store.find(caller.schoolId(), among.keySet(), withoutDeleted(query))));
  }

  /** The same of one conversation. */
  public Outcome<Page<MessageView>> find(Caller caller, ConversationId id, Query query) {
    return find(caller, List.of(id), query);
  }

  /**
   * Messages of the caller's conversations that have all these words, newest first; of these
   * conversations if {@code ids} names any. Fields as in {@link #find}; none is deleted.
   */
  public Outcome<Page<MessageView>> search(
      Caller caller, @Nullable Collection<ConversationId> ids, String words, Query query) {
    return (ids == null ? Outcome.done(all(caller)) : among(caller, ids))
        .map(among ->
            views.of(
                caller.schoolId(),
                among,
                store.search(caller.schoolId(), among.keySet(), words, query)));
  }

  private Outcome<Map<ConversationId, Conversation>> among(
      Caller caller, Collection<ConversationId> ids) {
    var among = new LinkedHashMap<ConversationId, Conversation>();
    for (ConversationId id : ids) {
      membership.conversation(caller, id).ifPresent(found -> among.put(id, found));
    }
    return Outcome.check(
            ids.isEmpty() || !among.isEmpty(),
            () ->
                Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, ids.iterator().next().value()))
        .map(checked -> among);
  }

  private Map<ConversationId, Conversation> all(Caller caller) {
    return conversations.all(caller).stream()
        .collect(Collectors.toMap(Conversation::id, Function.identity()));
  }

  private static Query withoutDeleted(Query query) {
    return Filter.names(query.filter(), DELETED_AT)
        ? query
        : query.narrowedTo(Filter.equal(DELETED_AT, null));
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
