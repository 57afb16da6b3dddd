// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The members and conversations that a batch of advances concerns, read with one query for the
 * members and one for the conversations. For one thread.
 */
final class AdvanceBatch {

  /** Messages are looked for with {@code after < seq <= upTo}. */
  private record Range(ConversationId conversation, long after, long upTo) {}

  private final MongoCollection<Document> messages;
  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<String, Long> remembered = new HashMap<>();
  private final Map<ConversationId, Long> newest = new HashMap<>();
  private final Map<Range, Boolean> occupied = new HashMap<>();

  AdvanceBatch(Collections collections, List<ReceiptWrites.Numbered> advances) {
    this.messages = collections.messages();
    collections
        .receipts()
        .find(among(advances.stream().map(ReceiptWrites.Numbered::id).distinct().toList()))
        .map(found -> new Standing(new DocumentReader(found)))
        .forEach(standing -> standings.put(standing.id(), standing));
    collections
        .conversations()
        .find(
            among(
                advances.stream()
                    .map(each -> each.advance().conversationId().value())
                    .distinct()
                    .toList()))
        .projection(new Document("seq", 1))
        .map(DocumentReader::new)
        .forEach(found -> remembered.put(found.text("_id"), found.number("seq")));
  }

  /** What moved in memory; null if nothing. */
  @Nullable WatermarkMove advance(ReceiptWrites.Numbered numbered) {
    WatermarkAdvance asked = numbered.advance();
    Standing standing = standings.get(numbered.id());
    if (standing == null || !standing.isIn(asked.schoolId().value()) || !standing.isBehind(asked)) {
      return null;
    }
    WatermarkAdvance advance = asked.upTo(newest(asked));
    return standing.isBehind(advance) && !leavesHole(standing, advance)
        ? standing.move(advance)
        : null;
  }

  List<Standing> changed() {
    return standings.values().stream().filter(Standing::hasChanged).toList();
  }

  /** The conversation remembers a newest seq that may be behind, never ahead. */
  private long newest(WatermarkAdvance advance) {
    long known = remembered.getOrDefault(advance.conversationId().value(), 0L);
    return advance.seq() <= known
        ? known
        : newest.computeIfAbsent(
            advance.conversationId(), id -> Watermarks.newestSeq(messages, id));
  }

  private boolean leavesHole(Standing standing, WatermarkAdvance advance) {
    return advance.after() > standing.delivered()
        && occupied.computeIfAbsent(
            new Range(advance.conversationId(), standing.delivered(), advance.after()),
            this::isOccupied);
  }

  private boolean isOccupied(Range range) {
    var between =
        new Document("conversationId", range.conversation().value())
            .append("seq", new Document("$gt", range.after()).append("$lte", range.upTo()));
    return messages.find(between).projection(new Document("_id", 1)).first() != null;
  }

  private static Document among(List<String> ids) {
    return new Document("_id", new Document("$in", ids));
  }
}
