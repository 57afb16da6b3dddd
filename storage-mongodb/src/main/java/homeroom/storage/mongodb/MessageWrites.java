// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Words;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Gives out revs. A rev belongs for ever to the message that took it, since {@code revs} keeps all
 * of them under one unique index; and nobody tries n + 1 before n is there for all to see. So revs
 * have no gaps and follow the order of commits, on any number of nodes, without a transaction. Who
 * is second to take a rev reads again and takes the next.
 */
final class MessageWrites {

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> messages;
  private final ConversationHeads cache;
  private final MongoCalls calls;

  MessageWrites(Collections collections, Activity activity, MongoCalls calls) {
    this.conversations = collections.conversations();
    this.messages = collections.messages();
    this.cache = new ConversationHeads(collections, activity);
    this.calls = calls;
  }

  /**
   * @throws IllegalArgumentException if the school has no such conversation
   */
  Appended append(NewMessage message) {
    long known = knownRev(message);
    long last = known;
    Attempts attempts = calls.attempts();
    while (true) {
      Document document = MessageDocuments.of(message, last + 1);
      if (insert(document)) {
        cache.appended(document);
        return new Appended.Stored(MessageDocuments.message(document));
      }
      Optional<Message> before = byClientId(message);
      if (before.isPresent()) {
        follow(known, before.get());
        return new Appended.Repeated(before.get());
      }
      attempts.again();
      last = head(message.conversationId().value());
    }
  }

  /** The rev that the conversation remembers: never above the newest, seldom below. */
  private long knownRev(NewMessage message) {
    var conversation =
        new Document("_id", message.conversationId().value())
            .append("schoolId", message.schoolId().value());
    Document found = conversations.find(conversation).projection(new Document("rev", 1)).first();
    if (found == null) {
      throw new IllegalArgumentException(
          "there is no conversation '" + message.conversationId() + "'");
    }
    return new DocumentReader(found).number("rev");
  }

  /** Whether it was stored; not if its rev or its clientId is taken. */
  private boolean insert(Document document) {
    try {
      messages.insertOne(document);
      return true;
    } catch (MongoWriteException e) {
      if (MongoErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  private Optional<Message> byClientId(NewMessage message) {
    var key =
        new Document("conversationId", message.conversationId().value())
            .append("senderId", message.senderId().value())
            .append("clientId", message.clientId());
    return Optional.ofNullable(messages.find(key).projection(MessageDocuments.HIDDEN).first())
        .map(MessageDocuments::message);
  }

  private void follow(long known, Message stored) {
    if (known < stored.rev()) {
      cache.changed(
          stored.schoolId().value(),
          stored.conversationId().value(),
          stored.rev(),
          stored.updatedAt());
    }
  }

  Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at) {
    return change(
        school,
        id,
        MessageStore.MAX_EDITS,
        (before, rev) -> {
          var now =
              new Document("text", text)
                  .append("words", Words.of(text))
                  .append("edits", before.edits() + 1)
                  .append("editedAt", Date.from(at));
          return changed(before, rev, now, MessageDocuments.revision(before, rev, by, at, false));
        });
  }

  Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at) {
    return change(
        school,
        id,
        Integer.MAX_VALUE,
        (before, rev) -> {
          var now =
              new Document("text", "")
                  .append("words", List.of())
                  .append("deletedAt", Date.from(at))
                  .append("deletedBy", by.value());
          return changed(before, rev, now, MessageDocuments.revision(before, rev, by, at, true));
        });
  }

  /** The update that makes a message what it is from that rev on. */
  @FunctionalInterface
  private interface Change {
    Document of(Message before, long rev);
  }

  private static Document changed(Message before, long rev, Document now, Document revision) {
    Instant at = new DocumentReader(revision).time("at");
    Instant updatedAt = at.isAfter(before.updatedAt()) ? at : before.updatedAt();
    now.append("rev", rev).append("updatedAt", Date.from(updatedAt));
    return new Document("$set", now)
        .append("$push", new Document("revs", rev).append("history", revision));
  }

  private Optional<Message> change(SchoolId school, MessageId id, int edits, Change change) {
    var wanted = new Document("_id", id.value()).append("schoolId", school.value());
    Attempts attempts = calls.attempts();
    while (true) {
      Document found = messages.find(wanted).projection(MessageDocuments.HIDDEN).first();
      Message before = found == null ? null : MessageDocuments.message(found);
      if (found == null || before == null || before.isDeleted() || before.edits() >= edits) {
        return Optional.empty();
      }
      String conversation = before.conversationId().value();
      long rev = Math.max(before.rev(), head(conversation)) + 1;
      Document update = change.of(before, rev);
      if (update(before, update)) {
        found.putAll(update.get("$set", Document.class));
        Message after = MessageDocuments.message(found);
        cache.changed(school.value(), conversation, rev, after.updatedAt());
        return Optional.of(after);
      }
      attempts.again();
    }
  }

  /** Whether the message was still as before and the rev still free. */
  private boolean update(Message before, Document update) {
    var asBefore =
        new Document("_id", before.id().value())
            .append("conversationId", before.conversationId().value())
            .append("rev", before.rev());
    try {
      return messages.updateOne(asBefore, update).getMatchedCount() == 1;
    } catch (MongoWriteException e) {
      if (MongoErrors.isDuplicate(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The newest rev, read from the messages themselves; 0 if there are none. */
  private long head(String conversation) {
    @Nullable Document newest =
        messages
            .find(new Document("conversationId", conversation))
            .sort(new Document("rev", -1))
            .projection(new Document("rev", 1))
            .first();
    return newest == null ? 0 : new DocumentReader(newest).number("rev");
  }
}
