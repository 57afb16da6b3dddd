// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoMessageStore implements MessageStore {

  /**
   * Unread messages are looked for among so many of the newest: whoever wrote more than that since
   * they last read, or of whose unread so many were deleted, may see too small a number.
   */
  private static final int MAX_LOOKED_AT = 10_000;

  private static final Document NEWEST_FIRST = new Document("seq", -1);

  private final MongoCollection<Document> messages;
  private final MessageWrites writes;
  private final MongoCalls calls;

  MongoMessageStore(Collections collections, Activity activity, MongoCalls calls) {
    this.messages = collections.messages();
    this.writes = new MessageWrites(collections, activity, calls);
    this.calls = calls;
  }

  @Override
  public Appended append(NewMessage message) {
    return calls.write(() -> writes.append(message));
  }

  @Override
  public Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at) {
    return calls.write(() -> writes.edit(school, id, by, text, at));
  }

  @Override
  public Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at) {
    return calls.write(() -> writes.delete(school, id, by, at));
  }

  @Override
  public Optional<Message> message(SchoolId school, MessageId id) {
    return first(new Document("_id", id.value()).append("schoolId", school.value()));
  }

  @Override
  public Optional<Message> byClientId(
      SchoolId school, ConversationId conversation, UserId sender, String clientId) {
    return first(
        in(school, conversation).append("senderId", sender.value()).append("clientId", clientId));
  }

  @Override
  public Page<Message> find(
      SchoolId school, Collection<ConversationId> conversations, Query query) {
    if (conversations.size() == 1) {
      return page(MessageDocuments.FIELDS, in(school, conversations.iterator().next()), query);
    }
    List<String> ids = conversations.stream().map(ConversationId::value).toList();
    var among =
        new Document("conversationId", new Document("$in", ids)).append("schoolId", school.value());
    return page(MessageDocuments.FIELDS_OF_SEVERAL, among, query);
  }

  @Override
  public List<Message> changedSince(
      SchoolId school, ConversationId conversation, long after, int limit) {
    var since = in(school, conversation).append("rev", new Document("$gt", after));
    List<Message> walked;
    List<Message> latest;
    do {
      walked = list(since, new Document("rev", 1), limit);
      latest = latest(walked);
    } while (latest.size() < walked.size());
    return latest;
  }

  /** A message that is changed while the server walks the index by rev may be met twice. */
  private static List<Message> latest(List<Message> walked) {
    var latest = new HashMap<MessageId, Message>();
    walked.forEach(message -> latest.merge(message.id(), message, MongoMessageStore::newer));
    return latest.values().stream().sorted(Comparator.comparingLong(Message::rev)).toList();
  }

  private static Message newer(Message one, Message other) {
    return one.rev() > other.rev() ? one : other;
  }

  /** Revs have no gaps, so the first changes of a stretch are a stretch themselves. */
  @Override
  public List<MessageChange> changesAt(
      SchoolId school, ConversationId conversation, long after, long upTo, int limit) {
    long last = upTo - after > limit ? after + limit : upTo;
    if (last <= after) {
      return List.of();
    }
    var stretch =
        in(school, conversation)
            .append(
                "revs",
                new Document("$elemMatch", new Document("$gt", after).append("$lte", last)));
    var changes = new TreeMap<Long, MessageChange>();
    return calls.run(() -> {
      for (Document found : messages.find(stretch).projection(MessageDocuments.WITH_REVS)) {
        Message message = MessageDocuments.message(found);
        for (long rev : new DocumentReader(found).numbers("revs")) {
          if (rev > after && rev <= last) {
            changes.merge(rev, new MessageChange(rev, message), MongoMessageStore::newer);
          }
        }
      }
      return List.copyOf(changes.values());
    });
  }

  private static MessageChange newer(MessageChange one, MessageChange other) {
    return one.message().rev() > other.message().rev() ? one : other;
  }

  @Override
  public List<Message> newest(SchoolId school, ConversationId conversation, int limit) {
    return list(in(school, conversation), new Document("seq", -1), limit).reversed();
  }

  @Override
  public Page<Message> search(
      SchoolId school, Collection<ConversationId> conversations, String words, Query query) {
    List<Pattern> everyWord =
        Words.asked(words).stream().map(word -> Pattern.compile("^" + word)).toList();
    if (everyWord.isEmpty() || conversations.isEmpty()) {
      MessageDocuments.SEARCH_FIELDS.condition(query.filter());
      return new Page<>(0, query.limit(), query.skip(), List.of());
    }
    List<String> ids = conversations.stream().map(ConversationId::value).toList();
    var source =
        new Document("conversationId", new Document("$in", ids))
            .append("schoolId", school.value())
            .append("words", new Document("$all", everyWord));
    return page(MessageDocuments.SEARCH_FIELDS, source, query);
  }

  @Override
  public List<Revision> history(SchoolId school, MessageId id) {
    var wanted = new Document("_id", id.value()).append("schoolId", school.value());
    return calls.run(() -> {
      Document found = messages.find(wanted).projection(new Document("history", 1)).first();
      return found == null
          ? List.of()
          : new DocumentReader(found)
              .parts("history").stream().map(MessageDocuments::revision).toList();
    });
  }

  @Override
  public long newestSeq(SchoolId school, ConversationId conversation) {
    return newest("seq", in(school, conversation));
  }

  @Override
  public boolean hasSent(SchoolId school, ConversationId conversation, UserId user) {
    var sent = in(school, conversation).append("senderId", user.value());
    return calls.run(() -> messages.find(sent).projection(new Document("_id", 1)).first() != null);
  }

  @Override
  public Set<UserId> senders(SchoolId school, ConversationId conversation, long after, long upTo) {
    var between =
        in(school, conversation).append("seq", new Document("$gt", after).append("$lte", upTo));
    return calls.run(() ->
        messages
            .find(between)
            .sort(new Document("seq", -1))
            .limit(MAX_SENDERS_OF)
            .projection(new Document("senderId", 1))
            .map(found -> new UserId(new DocumentReader(found).text("senderId")))
            .into(new ArrayList<>())
            .stream()
            .collect(Collectors.toUnmodifiableSet()));
  }

  @Override
  public long head(SchoolId school, ConversationId conversation) {
    return newest("rev", in(school, conversation));
  }

  /** One step into an index for each: a group would read all of their messages. */
  @Override
  public Map<ConversationId, Long> heads(
      SchoolId school, Collection<ConversationId> conversations) {
    var heads = new HashMap<ConversationId, Long>();
    conversations.forEach(id -> heads.computeIfAbsent(id, each -> head(school, each)));
    return heads;
  }

  @Override
  public Map<UserId, Integer> countUnread(
      SchoolId school, ConversationId conversation, Map<UserId, Long> after, int cap) {
    var counter = new UnreadCounter(after, cap);
    if (counter.isDone()) {
      return counter.counts();
    }
    var newer = in(school, conversation).append("seq", new Document("$gt", counter.least()));
    return calls.run(() -> {
      if (after.size() == 1) {
        UserId reader = after.keySet().iterator().next();
        return Map.of(reader, unread(newer, reader, cap));
      }
      try (MongoCursor<Document> newestFirst =
          messages
              .find(newer)
              .sort(NEWEST_FIRST)
              .limit(MAX_LOOKED_AT)
              .projection(new Document("seq", 1).append("senderId", 1).append("deletedAt", 1))
              .iterator()) {
        while (!counter.isDone() && newestFirst.hasNext()) {
          var found = new DocumentReader(newestFirst.next());
          counter.add(
              found.number("seq"),
              new UserId(found.text("senderId")),
              found.timeOrNull("deletedAt") != null);
        }
      }
      return counter.counts();
    });
  }

  private int unread(Document newer, UserId reader, int cap) {
    var ofOthers =
        new Document("senderId", new Document("$ne", reader.value())).append("deletedAt", null);
    List<Document> stages =
        List.of(
            new Document("$match", newer),
            new Document("$sort", NEWEST_FIRST),
            new Document("$limit", MAX_LOOKED_AT),
            new Document("$match", ofOthers),
            new Document("$limit", cap),
            new Document("$group", new Document("_id", null).append("n", new Document("$sum", 1))));
    Document counted = messages.aggregate(stages).first();
    return counted == null ? 0 : (int) new DocumentReader(counted).number("n");
  }

  private long newest(String number, Document where) {
    return calls.run(() -> {
      Document found =
          messages
              .find(where)
              .sort(new Document(number, -1))
              .projection(new Document(number, 1))
              .first();
      return found == null ? 0L : new DocumentReader(found).number(number);
    });
  }

  private Optional<Message> first(Document where) {
    return calls.run(() ->
        Optional.ofNullable(messages.find(where).projection(MessageDocuments.HIDDEN).first())
            .map(MessageDocuments::message));
  }

  private List<Message> list(Document where, Document order, int limit) {
    if (limit <= 0) {
      return List.of();
    }
    return calls.run(() ->
        messages
            .find(where)
            .sort(order)
            .limit(limit)
            .projection(MessageDocuments.HIDDEN)
            .map(MessageDocuments::message)
            .into(new ArrayList<>()));
  }

  private Page<Message> page(QueryDocument fields, Document source, Query query) {
    Function<List<Document>, List<Message>> reader =
        found -> found.stream().map(MessageDocuments::message).toList();
    return calls.run(() ->
        fields.page(
            messages, source, query, MessageDocuments.HIDDEN, calls.limits().readTime(), reader));
  }

  private static Document in(SchoolId school, ConversationId conversation) {
    return new Document("conversationId", conversation.value()).append("schoolId", school.value());
  }
}
