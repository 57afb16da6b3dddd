// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Fields;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Words;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages in memory. */
record InMemoryMessageStore(View view) implements MessageStore {

  private static final Fields<Message> FIELDS =
      Fields.<Message>byId(message -> message.id().value())
          .with("seq", Message::seq)
          .with("rev", Message::rev)
          .with("senderId", message -> message.senderId().value())
          .with("replyTo", message -> message.replyTo() == null ? null : message.replyTo().value())
          .with("conversationId", message -> message.conversationId().value())
          .with("createdAt", Message::createdAt)
          .with("deletedAt", Message::deletedAt)
          .orderedBy(Comparator.comparingLong(Message::seq));

  private static final Fields<Message> FIELDS_OF_SEVERAL =
      FIELDS.orderedBy(Comparator.comparing(Message::createdAt).thenComparing(Message::id));

  private static final Fields<Message> SEARCH_FIELDS =
      FIELDS.orderedBy(
          Comparator.comparing(Message::createdAt).thenComparing(Message::id).reversed());

  @Override
  public Appended append(NewMessage message) {
    return view.in(memory -> {
      StoredConversation conversation =
          memory
              .conversation(message.schoolId(), message.conversationId())
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "there is no conversation '" + message.conversationId() + "'"));
      Optional<Message> before =
          conversation.messages.byClientId(message.senderId(), message.clientId());
      if (before.isPresent()) {
        return new Appended.Repeated(before.get());
      }
      Message stored = conversation.messages.append(message);
      memory.index(stored, conversation);
      conversation.touch(message.at());
      return new Appended.Stored(stored);
    });
  }

  @Override
  public Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at) {
    return change(
        school,
        id,
        at,
        (messages, message) ->
            message.edits() < MAX_EDITS
                ? Optional.of(messages.edit(message, by, text, at))
                : Optional.empty());
  }

  @Override
  public Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at) {
    return change(
        school, id, at, (messages, message) -> Optional.of(messages.delete(message, by, at)));
  }

  private Optional<Message> change(
      SchoolId school,
      MessageId id,
      Instant at,
      BiFunction<StoredMessages, Message, Optional<Message>> change) {
    return view.in(memory -> {
      Optional<StoredConversation> conversation = memory.conversationWith(school, id);
      Optional<Message> changed =
          conversation.flatMap(one ->
              one.messages
                  .message(id)
                  .filter(message -> !message.isDeleted())
                  .flatMap(message -> change.apply(one.messages, message)));
      if (changed.isPresent()) {
        conversation.orElseThrow().touch(at);
      }
      return changed;
    });
  }

  @Override
  public Optional<Message> message(SchoolId school, MessageId id) {
    return view.in(
        memory -> memory.conversationWith(school, id).flatMap(one -> one.messages.message(id)));
  }

  @Override
  public Optional<Message> byClientId(
      SchoolId school, ConversationId conversation, UserId sender, String clientId) {
    return in(school, conversation, messages -> messages.byClientId(sender, clientId));
  }

  @Override
  public Page<Message> find(
      SchoolId school, Collection<ConversationId> conversations, Query query) {
    Fields<Message> fields = conversations.size() == 1 ? FIELDS : FIELDS_OF_SEVERAL;
    return view.in(memory ->
        fields.page(
            conversations.stream()
                .distinct()
                .flatMap(id -> memory.conversation(school, id).stream())
                .flatMap(conversation -> conversation.messages.all().stream()),
            query));
  }

  @Override
  public List<Message> changedSince(
      SchoolId school, ConversationId conversation, long after, int limit) {
    return in(
        school,
        conversation,
        messages ->
            messages.all().stream()
                .filter(message -> message.rev() > after)
                .sorted(Comparator.comparingLong(Message::rev))
                .limit(limit)
                .toList());
  }

  @Override
  public List<MessageChange> changesAt(
      SchoolId school, ConversationId conversation, long after, long upTo, int limit) {
    return in(
        school, conversation, messages -> messages.changes(after, upTo).limit(limit).toList());
  }

  @Override
  public List<Message> newest(SchoolId school, ConversationId conversation, int limit) {
    return in(
        school,
        conversation,
        messages -> {
          var all = List.copyOf(messages.all());
          return all.subList(Math.max(0, all.size() - limit), all.size());
        });
  }

  @Override
  public Page<Message> search(
      SchoolId school, Collection<ConversationId> conversations, String words, Query query) {
    List<String> wanted = Words.asked(words);
    return view.in(memory -> {
      Stream<Message> among =
          wanted.isEmpty()
              ? Stream.of()
              : conversations.stream()
                  .distinct()
                  .flatMap(id -> memory.conversation(school, id).stream())
                  .flatMap(conversation -> conversation.messages.all().stream());
      return SEARCH_FIELDS.page(
          among.filter(message -> !message.isDeleted() && has(message.text(), wanted)), query);
    });
  }

  @Override
  public List<Revision> history(SchoolId school, MessageId id) {
    return view.in(memory ->
        memory.conversationWith(school, id).map(one -> one.messages.history(id)).orElse(List.of()));
  }

  @Override
  public long newestSeq(SchoolId school, ConversationId conversation) {
    return in(school, conversation, StoredMessages::newestSeq);
  }

  @Override
  public Set<UserId> senders(SchoolId school, ConversationId conversation, long after, long upTo) {
    return in(
        school,
        conversation,
        messages ->
            List.copyOf(messages.between(after, upTo)).reversed().stream()
                .limit(MAX_SENDERS_OF)
                .map(Message::senderId)
                .collect(Collectors.toSet()));
  }

  @Override
  public boolean hasSent(SchoolId school, ConversationId conversation, UserId user) {
    return in(
        school,
        conversation,
        messages -> messages.all().stream().anyMatch(one -> one.senderId().equals(user)));
  }

  @Override
  public long head(SchoolId school, ConversationId conversation) {
    return in(school, conversation, StoredMessages::head);
  }

  @Override
  public Map<ConversationId, Long> heads(
      SchoolId school, Collection<ConversationId> conversations) {
    return conversations.stream()
        .distinct()
        .collect(Collectors.toMap(id -> id, id -> head(school, id)));
  }

  @Override
  public Map<UserId, Integer> countUnread(
      SchoolId school, ConversationId conversation, Map<UserId, Long> after, int cap) {
    return in(
        school,
        conversation,
        messages -> {
          var unread = new HashMap<UserId, Integer>();
          after.forEach(
              (reader, seq) -> unread.put(reader, messages.countUnread(reader, seq, cap)));
          return unread;
        });
  }

  /** A conversation that is not there has no messages. */
  private <T> T in(
      SchoolId school, ConversationId conversation, Function<StoredMessages, T> action) {
    return view.in(memory ->
        action.apply(
            memory
                .conversation(school, conversation)
                .map(one -> one.messages)
                .orElseGet(StoredMessages::new)));
  }

  private static boolean has(String text, List<String> wanted) {
    List<String> there = Words.of(text);
    return wanted.stream()
        .allMatch(word -> there.stream().anyMatch(other -> other.startsWith(word)));
  }
}
