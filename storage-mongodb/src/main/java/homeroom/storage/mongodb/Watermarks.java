// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** Gives members their watermarks and takes them away. */
final class Watermarks {

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> messages;
  private final MongoCollection<Document> receipts;
  private final MongoCollection<Document> advances;

  Watermarks(Collections collections) {
    this.conversations = collections.conversations();
    this.messages = collections.messages();
    this.receipts = collections.receipts();
    this.advances = collections.receiptAdvances();
  }

  /** One of each member and conversation; no id has a slash. */
  static String id(ConversationId conversation, UserId user) {
    return conversation.value() + "/" + user.value();
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
    if (users.isEmpty()) {
      return;
    }
    List<UpdateOneModel<Document>> upserts =
        users.stream().map(user -> start(school, conversation, user, seq)).toList();
    try {
      receipts.bulkWrite(upserts, new BulkWriteOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      // Somebody else gave the same member a watermark at the same moment: it has one.
      if (!MongoErrors.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private static UpdateOneModel<Document> start(
      SchoolId school, ConversationId conversation, UserId user, long seq) {
    var watermark =
        new Document("conversationId", conversation.value())
            .append("schoolId", school.value())
            .append("userId", user.value())
            .append("joinSeq", seq)
            .append("deliveredSeq", seq)
            .append("readSeq", seq);
    return new UpdateOneModel<>(
        new Document("_id", id(conversation, user)),
        new Document("$setOnInsert", watermark),
        new UpdateOptions().upsert(true));
  }

  void drop(SchoolId school, ConversationId conversation, Set<UserId> users) {
    if (users.isEmpty()) {
      return;
    }
    var theirs =
        new Document("conversationId", conversation.value())
            .append("userId", new Document("$in", ConversationDocuments.sorted(users)))
            .append("schoolId", school.value());
    receipts.deleteMany(theirs);
    advances.deleteMany(theirs);
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
