// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.RecentChanges;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Runs on the caller's thread; any thread may call. */
final class MongoRecentChanges implements RecentChanges {

  /** Conversations asked for in one query. */
  private static final int AT_ONCE = 500;

  private static final Document CHANGES =
      new Document("conversationId", 1)
          .append("seq", 1)
          .append("createdAt", 1)
          .append("history.rev", 1)
          .append("history.at", 1);

  private static final Document HEADS = new Document("conversationId", 1).append("rev", 1);

  private static final Document OLDEST_FIRST = new Document("updatedAt", 1).append("_id", 1);

  private final MongoCollection<Document> messages;
  private final MongoCollection<Document> conversations;
  private final MongoCalls calls;

  MongoRecentChanges(Collections collections, MongoCalls calls) {
    this.messages = collections.messages();
    this.conversations = collections.conversations();
    this.calls = calls;
  }

  @Override
  public Map<ConversationId, Long> changedSince(SchoolId school, Instant since) {
    return find(changed(school, since), since);
  }

  @Override
  public Map<ConversationId, Long> headsSince(SchoolId school, Instant since) {
    return calls.run(() -> {
      var newest = new HashMap<ConversationId, Long>();
      add(newest, changed(school, since));
      // A newer one may be dated before that, as clocks and writes are.
      var newer = new ArrayList<Document>();
      newest.forEach((id, rev) ->
          newer.add(
              new Document("conversationId", id.value()).append("rev", new Document("$gt", rev))));
      for (int from = 0; from < newer.size(); from += AT_ONCE) {
        int to = Math.min(from + AT_ONCE, newer.size());
        add(newest, new Document("$or", newer.subList(from, to)));
      }
      return newest;
    });
  }

  private void add(Map<ConversationId, Long> newest, Document which) {
    for (Document found : messages.find(which).projection(HEADS)) {
      var message = new DocumentReader(found);
      newest.merge(
          new ConversationId(message.text("conversationId")), message.number("rev"), Math::max);
    }
  }

  @Override
  public OptionalLong changedSince(SchoolId school, ConversationId conversation, Instant since) {
    var changed = changed(school, since).append("conversationId", conversation.value());
    Long first = find(changed, since).get(conversation);
    return first == null ? OptionalLong.empty() : OptionalLong.of(first);
  }

  @Override
  public List<Conversation> conversationsSince(
      SchoolId school, Instant since, @Nullable Conversation after, int limit) {
    Document changed = changed(school, after == null ? since : after.updatedAt());
    if (after != null) {
      var at = new Document("updatedAt", Date.from(after.updatedAt()));
      var later = new Document("updatedAt", new Document("$gt", Date.from(after.updatedAt())));
      changed.append(
          "$or", List.of(later, at.append("_id", new Document("$gt", after.id().value()))));
    }
    return calls.run(() ->
        conversations
            .find(changed)
            .sort(OLDEST_FIRST)
            .limit(limit)
            .projection(ConversationDocuments.ALL_FIELDS)
            .map(found -> ConversationDocuments.conversation(found, Map.of()))
            .into(new ArrayList<>()));
  }

  private static Document changed(SchoolId school, Instant since) {
    return new Document("schoolId", school.value())
        .append("updatedAt", new Document("$gte", Date.from(since)));
  }

  private Map<ConversationId, Long> find(Document changed, Instant since) {
    return calls.run(() -> {
      var first = new HashMap<ConversationId, Long>();
      for (Document found : messages.find(changed).projection(CHANGES)) {
        var message = new DocumentReader(found);
        var conversation = new ConversationId(message.text("conversationId"));
        first.merge(conversation, first(message, since), Math::min);
      }
      return first;
    });
  }

  /** The first change of the message at that moment or later, of which there is one. */
  private static long first(DocumentReader message, Instant since) {
    return message.time("createdAt").isBefore(since)
        ? message.parts("history").stream()
            .filter(revision -> !revision.time("at").isBefore(since))
            .mapToLong(revision -> revision.number("rev"))
            .min()
            .orElse(Long.MAX_VALUE)
        : message.number("seq");
  }
}
