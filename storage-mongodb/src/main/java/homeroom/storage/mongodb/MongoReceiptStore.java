// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Runs on the caller's thread; any thread may call. */
final class MongoReceiptStore implements ReceiptStore {

  private final MongoCollection<Document> receipts;
  private final String advances;
  private final Watermarks watermarks;
  private final ReceiptWrites writes;
  private final MongoCalls calls;

  MongoReceiptStore(Collections collections, MongoCalls calls) {
    this.receipts = collections.receipts();
    this.advances = collections.receiptAdvances().getNamespace().getCollectionName();
    this.watermarks = new Watermarks(collections);
    this.writes = new ReceiptWrites(collections, calls);
    this.calls = calls;
  }

  @Override
  public List<Watermark> watermarks(SchoolId school, ConversationId conversation) {
    return calls.run(() ->
        receipts
            .find(in(school, conversation))
            .map(found -> watermark(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  @Override
  public Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations) {
    List<String> ids = conversations.stream().map(ConversationId::value).toList();
    var theirs =
        new Document("conversationId", new Document("$in", ids)).append("schoolId", school.value());
    return calls.run(() -> {
      var found = new HashMap<ConversationId, List<Watermark>>();
      receipts
          .find(theirs)
          .map(DocumentReader::new)
          .forEach(each ->
              found
                  .computeIfAbsent(
                      new ConversationId(each.text("conversationId")), any -> new ArrayList<>())
                  .add(watermark(each)));
      return found;
    });
  }

  @Override
  public Map<ConversationId, Watermark> watermarksOf(
      SchoolId school, UserId user, Collection<ConversationId> conversations) {
    List<String> ids = conversations.stream().map(id -> Watermarks.id(id, user)).toList();
    var theirs = new Document("_id", new Document("$in", ids)).append("schoolId", school.value());
    return calls.run(() -> {
      var found = new HashMap<ConversationId, Watermark>();
      receipts
          .find(theirs)
          .map(DocumentReader::new)
          .forEach(
              each -> found.put(new ConversationId(each.text("conversationId")), watermark(each)));
      return Map.copyOf(found);
    });
  }

  @Override
  public void join(SchoolId school, ConversationId conversation, Set<UserId> users) {
    calls.write(() -> {
      watermarks.join(school, conversation, users);
      return true;
    });
  }

  @Override
  public void leave(SchoolId school, ConversationId conversation, Set<UserId> users) {
    calls.write(() -> {
      watermarks.drop(school, conversation, users);
      return true;
    });
  }

  @Override
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> advances) {
    List<WatermarkAdvance> all = List.copyOf(advances);
    return all.isEmpty() ? List.of() : calls.write(() -> writes.advance(all));
  }

  @Override
  public List<MessageReceipt> receipts(SchoolId school, ConversationId conversation, long seq) {
    var joinedBefore = in(school, conversation).append("joinSeq", new Document("$lt", seq));
    List<Document> stages =
        List.of(
            new Document("$match", joinedBefore),
            reached(conversation, seq, false, "delivery"),
            reached(conversation, seq, true, "reading"));
    return calls.run(() ->
        receipts
            .aggregate(stages)
            .map(found -> receipt(new DocumentReader(found), seq))
            .into(new ArrayList<>()));
  }

  /** The first advance of each member that reached the message, one step into an index each. */
  private Document reached(ConversationId conversation, long seq, boolean read, String as) {
    var theFirst =
        new Document("conversationId", conversation.value())
            .append("read", read)
            .append("seq", new Document("$gte", seq))
            .append("$expr", new Document("$eq", List.of("$userId", "$$user")));
    List<Document> pipeline =
        List.of(
            new Document("$match", theFirst),
            new Document("$sort", new Document("seq", 1)),
            new Document("$limit", 1));
    return new Document(
        "$lookup",
        new Document("from", advances)
            .append("let", new Document("user", "$userId"))
            .append("pipeline", pipeline)
            .append("as", as));
  }

  private static MessageReceipt receipt(DocumentReader found, long seq) {
    return new MessageReceipt(
        new UserId(found.text("userId")),
        time(found, "delivery", "delivered", seq),
        time(found, "reading", "read", seq));
  }

  /** The watermark tells it where the advance was not noted before this process ended. */
  private static @Nullable Instant time(
      DocumentReader found, String noted, String watermark, long seq) {
    if (found.number(watermark + "Seq") < seq) {
      return null;
    }
    List<DocumentReader> first = found.parts(noted);
    return first.isEmpty() ? found.timeOrNull(watermark + "At") : first.getFirst().time("at");
  }

  private static Document in(SchoolId school, ConversationId conversation) {
    return new Document("conversationId", conversation.value()).append("schoolId", school.value());
  }

  static Watermark watermark(DocumentReader found) {
    return new Watermark(
        new UserId(found.text("userId")),
        found.number("joinSeq"),
        found.number("deliveredSeq"),
        found.timeOrNull("deliveredAt"),
        found.number("readSeq"),
        found.timeOrNull("readAt"));
  }
}
