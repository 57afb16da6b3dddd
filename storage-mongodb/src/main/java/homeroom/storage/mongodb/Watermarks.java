// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Gives members their watermarks and takes them away. A conversation has one document, in it a
 * field for each member: {@code members.<user> = {joinSeq, delivered: {seq, at}, read: {seq, at}}}.
 * A field is set only where none is, moved by {@code $max} alone, which compares seq first, and
 * unset: so nodes that do it at once never undo each other's.
 */
final class Watermarks {

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> messages;
  private final MongoCollection<Document> watermarks;

  Watermarks(Collections collections) {
    this.conversations = collections.conversations();
    this.messages = collections.messages();
    this.watermarks = collections.watermarks();
  }

  /** Where the member stands in the document of a conversation. */
  static String path(UserId user) {
    return "members." + field(user);
  }

  /** A name of a field has no full stop, and an id no percent sign. */
  static String field(UserId user) {
    return user.value().replace('.', '%');
  }

  /** Those that the document of a conversation has, in no order. */
  static List<Watermark> read(DocumentReader conversation) {
    DocumentReader members = conversation.part("members");
    if (members == null) {
      return List.of();
    }
    var marks = new ArrayList<Watermark>();
    for (String field : members.document().keySet()) {
      DocumentReader member = members.part(field);
      if (member != null) {
        marks.add(watermark(new UserId(field.replace('%', '.')), member));
      }
    }
    return marks;
  }

  private static Watermark watermark(UserId user, DocumentReader member) {
    var none = new DocumentReader(new Document());
    @Nullable DocumentReader delivered = member.part("delivered");
    @Nullable DocumentReader read = member.part("read");
    DocumentReader at = delivered == null ? none : delivered;
    DocumentReader readAt = read == null ? none : read;
    return new Watermark(
        user,
        member.number("joinSeq"),
        at.number("seq"),
        at.timeOrNull("at"),
        readAt.number("seq"),
        readAt.timeOrNull("at"));
  }

  static Document document(Watermark mark) {
    return new Document("joinSeq", mark.joinSeq())
        .append("delivered", reached(mark.deliveredSeq(), mark.deliveredAt()))
        .append("read", reached(mark.readSeq(), mark.readAt()));
  }

  static Document reached(long seq, @Nullable Instant at) {
    var reached = new Document("seq", seq);
    return at == null ? reached : reached.append("at", Date.from(at));
  }

  /** At the newest seq, for those who have none; nothing if the school has no such conversation. */
  void join(SchoolId school, ConversationId conversation, Set<UserId> users) {
    var wanted = new Document("_id", conversation.value()).append("schoolId", school.value());
    if (!users.isEmpty()
        && conversations.find(wanted).projection(new Document("_id", 1)).first() != null) {
      start(school, conversation, users, newestSeq(messages, conversation));
    }
  }

  /** At that seq, for those who have none. */
  void start(SchoolId school, ConversationId conversation, Set<UserId> users, long seq) {
    put(
        school,
        conversation,
        users.stream().map(user -> new Watermark(user, seq, seq, null, seq, null)).toList());
  }

  /** In order; those of members who have one stay as they are. */
  void put(SchoolId school, ConversationId conversation, Collection<Watermark> marks) {
    if (marks.isEmpty() || isFirst(school, conversation, marks)) {
      return;
    }
    watermarks.bulkWrite(
        marks.stream()
            .map(mark ->
                new UpdateOneModel<Document>(
                    new Document("_id", conversation.value())
                        .append("schoolId", school.value())
                        .append(
                            "$and",
                            List.of(
                                new Document(path(mark.userId()), new Document("$exists", false)))),
                    new Document("$set", new Document(path(mark.userId()), document(mark)))))
            .toList());
  }

  /** Whether the conversation had none before, and has these now. */
  private boolean isFirst(
      SchoolId school, ConversationId conversation, Collection<Watermark> marks) {
    var members = new Document();
    marks.forEach(mark -> members.append(field(mark.userId()), document(mark)));
    try {
      return watermarks
              .updateOne(
                  new Document("_id", conversation.value()),
                  new Document(
                      "$setOnInsert",
                      new Document("schoolId", school.value()).append("members", members)),
                  new UpdateOptions().upsert(true))
              .getUpsertedId()
          != null;
    } catch (MongoWriteException e) {
      // Somebody else gave the conversation its first at the same moment.
      if (!MongoErrors.isDuplicate(e)) {
        throw e;
      }
      return false;
    }
  }

  void drop(SchoolId school, ConversationId conversation, Set<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    var theirs = new Document();
    users.forEach(user -> theirs.append(path(user), ""));
    watermarks.updateOne(
        new Document("_id", conversation.value()).append("schoolId", school.value()),
        new Document("$unset", theirs));
  }

  /** Of a conversation that was not made after all. */
  void dropAll(ConversationId conversation) {
    watermarks.deleteOne(new Document("_id", conversation.value()));
  }

  /** 0 if there are no messages. */
  static long newestSeq(MongoCollection<Document> messages, ConversationId conversation) {
    Document newest =
        messages
            .find(new Document("conversationId", conversation.value()))
            .sort(new Document("seq", -1))
            .projection(new Document("seq", 1))
            .first();
    return newest == null ? 0 : new DocumentReader(newest).number("seq");
  }
}
