// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a conversation remembers of its messages: the newest rev and seq, the last message, the time
 * of the last change. It follows the messages, forward only, after they are stored; {@code asOf} is
 * the rev up to which the last message is right. A change that could not be followed, since the
 * server went away or this process ended, is followed with the next change or repeat.
 */
final class ConversationHeads {

  private static final Logger LOG = LoggerFactory.getLogger(ConversationHeads.class);

  /** What a last message is made of. */
  private static final Document PARTS =
      new Document("senderId", 1).append("seq", 1).append("text", 1).append("createdAt", 1);

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> messages;
  private final Activity activity;

  ConversationHeads(Collections collections, Activity activity) {
    this.conversations = collections.conversations();
    this.messages = collections.messages();
    this.activity = activity;
  }

  /** A message was stored at its rev, and is the last one of the conversation as of that rev. */
  void appended(Document message) {
    var stored = new DocumentReader(message);
    follow(
        stored.text("schoolId"),
        stored.text("conversationId"),
        stored.number("rev"),
        stored.time("updatedAt"),
        message);
  }

  /** A message of the conversation was changed at that rev. */
  void changed(String school, String conversation, long rev, Instant at) {
    try {
      var left = new Document("conversationId", conversation).append("deletedAt", null);
      @Nullable Document last =
          messages.find(left).sort(new Document("seq", -1)).projection(PARTS).first();
      follow(school, conversation, rev, at, last);
    } catch (MongoException e) {
      warn(conversation, rev, e);
    }
  }

  private void follow(
      String school, String conversation, long rev, Instant at, @Nullable Document last) {
    try {
      Instant updatedAt = activity.next(school, at);
      var forward = new Document("rev", rev).append("updatedAt", Date.from(updatedAt));
      if (last != null) {
        forward.append("seq", last.get("seq"));
      }
      var olderThan =
          new Document("_id", conversation)
              .append("asOf", new Document("$not", new Document("$gte", rev)));
      var whole =
          new Document("$max", forward)
              .append(
                  "$set",
                  new Document("asOf", rev)
                      .append("lastMessage", last == null ? null : lastMessage(last)));
      if (conversations.updateOne(olderThan, whole).getMatchedCount() == 0) {
        conversations.updateOne(new Document("_id", conversation), new Document("$max", forward));
      }
    } catch (MongoException e) {
      warn(conversation, rev, e);
    }
  }

  private static Document lastMessage(Document message) {
    return new Document("messageId", message.get("_id"))
        .append("senderId", message.get("senderId"))
        .append("seq", message.get("seq"))
        .append("text", message.get("text"))
        .append("createdAt", message.get("createdAt"));
  }

  /** The message is stored all the same: its sender must hear so. */
  private static void warn(String conversation, long rev, MongoException e) {
    LOG.warn(
        "The conversation {} does not yet know of its rev {} ({}).",
        conversation,
        rev,
        MongoErrors.kind(e));
  }
}
