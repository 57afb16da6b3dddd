// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOptions;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * The step from a document for each watermark to one for each conversation. When which message was
 * reached stays where it is: those are documents of their own still.
 */
final class ReceiptsByConversation {

  static final Migration STEP =
      new Migration(
          "receipts by conversation", (database, _) -> ReceiptsByConversation.gather(database));

  /** Only once the others are known to be there. */
  static final Migration DROP_EARLIER =
      new Migration(
          "no receipts by member", (database, _) -> ReceiptsByConversation.drop(database));

  private static final String EARLIER = "receipts";
  private static final Document OURS = new Document("joinSeq", new Document("$exists", true));

  private ReceiptsByConversation() {}

  /** Whatever an interrupted one left is made anew: until this is done the others are the truth. */
  private static void gather(MongoDatabase database) {
    List<String> there = database.listCollectionNames().into(new ArrayList<>());
    if (!there.contains(Collections.WATERMARKS)) {
      database.createCollection(Collections.WATERMARKS);
    }
    if (there.contains(EARLIER)) {
      gather(earlier(database), database.getCollection(Collections.WATERMARKS));
    }
  }

  private static void gather(
      MongoCollection<Document> receipts, MongoCollection<Document> watermarks) {
    var conversation = new Document();
    for (Document each :
        receipts.find(OURS).sort(new Document("conversationId", 1).append("userId", 1))) {
      var earlier = new DocumentReader(each);
      if (!earlier.text("conversationId").equals(conversation.get("_id"))) {
        put(watermarks, conversation);
        conversation =
            new Document("_id", earlier.text("conversationId"))
                .append("schoolId", earlier.text("schoolId"))
                .append("members", new Document());
      }
      var user = new UserId(earlier.text("userId"));
      conversation
          .get("members", Document.class)
          .append(Watermarks.field(user), Watermarks.document(watermark(user, earlier)));
    }
    put(watermarks, conversation);
  }

  private static void put(MongoCollection<Document> watermarks, Document conversation) {
    if (!conversation.isEmpty()) {
      watermarks.replaceOne(
          new Document("_id", conversation.get("_id")),
          conversation,
          new ReplaceOptions().upsert(true));
    }
  }

  private static Watermark watermark(UserId user, DocumentReader earlier) {
    return new Watermark(
        user,
        earlier.number("joinSeq"),
        earlier.number("deliveredSeq"),
        earlier.timeOrNull("deliveredAt"),
        earlier.number("readSeq"),
        earlier.timeOrNull("readAt"));
  }

  /** Nothing of an application that has a collection of the same name. */
  private static void drop(MongoDatabase database) {
    if (!database.listCollectionNames().into(new ArrayList<>()).contains(EARLIER)) {
      return;
    }
    MongoCollection<Document> receipts = earlier(database);
    if (receipts.find(new Document("joinSeq", new Document("$exists", false))).first() == null) {
      receipts.drop();
    } else {
      receipts.deleteMany(OURS);
    }
  }

  private static MongoCollection<Document> earlier(MongoDatabase database) {
    return database.getCollection(EARLIER);
  }
}
