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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Runs on the caller's thread; any thread may call. */
final class MongoReceiptStore implements ReceiptStore {

  private final MongoCollection<Document> conversations;
  private final AdvanceDocuments advances;
  private final Watermarks watermarks;
  private final ReceiptWrites writes;
  private final MongoCalls calls;

  MongoReceiptStore(Collections collections, MongoCalls calls) {
    this.conversations = collections.watermarks();
    this.advances = new AdvanceDocuments(collections);
    this.watermarks = new Watermarks(collections);
    this.writes = new ReceiptWrites(collections, calls);
    this.calls = calls;
  }

  @Override
  public List<Watermark> watermarks(SchoolId school, ConversationId conversation) {
    return watermarksIn(school, List.of(conversation)).getOrDefault(conversation, List.of());
  }

  @Override
  public Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations) {
    return found(in(school, conversations), new Document());
  }

  /** By conversation; none of those that have none. */
  private Map<ConversationId, List<Watermark>> found(Document where, Document fields) {
    return calls.run(() -> {
      var found = new HashMap<ConversationId, List<Watermark>>();
      for (Document each : conversations.find(where).projection(fields)) {
        var document = new DocumentReader(each);
        List<Watermark> marks = Watermarks.read(document);
        if (!marks.isEmpty()) {
          found.put(new ConversationId(document.text("_id")), marks);
        }
      }
      return found;
    });
  }

  @Override
  public Map<ConversationId, Watermark> watermarksOf(
      SchoolId school, UserId user, Collection<ConversationId> conversations) {
    var own = new Document(Watermarks.path(user), 1);
    var found = new HashMap<ConversationId, Watermark>();
    found(in(school, conversations), own)
        .forEach((conversation, marks) -> found.put(conversation, marks.getFirst()));
    return Map.copyOf(found);
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
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> asked) {
    List<WatermarkAdvance> all = List.copyOf(asked);
    return all.isEmpty() ? List.of() : calls.write(() -> writes.advance(all));
  }

  @Override
  public List<MessageReceipt> receipts(SchoolId school, ConversationId conversation, long seq) {
    List<Watermark> members =
        watermarks(school, conversation).stream().filter(mark -> mark.joinSeq() < seq).toList();
    return members.isEmpty()
        ? List.of()
        : calls.run(() -> {
          List<Advance> around = advances.around(conversation, seq);
          Map<UserId, Instant> delivered =
              advances.reached(conversation, around, members, seq, false);
          Map<UserId, Instant> read = advances.reached(conversation, around, members, seq, true);
          return members.stream()
              .map(mark ->
                  new MessageReceipt(
                      mark.userId(), delivered.get(mark.userId()), read.get(mark.userId())))
              .toList();
        });
  }

  private static Document in(SchoolId school, Collection<ConversationId> conversations) {
    List<String> ids = conversations.stream().map(ConversationId::value).toList();
    return new Document("_id", new Document("$in", ids)).append("schoolId", school.value());
  }
}
