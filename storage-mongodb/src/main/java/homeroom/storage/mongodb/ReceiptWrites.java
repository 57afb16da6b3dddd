// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Moves watermarks: a batch is read with one query, moved in memory, and written with one command,
 * which moves each field to the larger of what it is and what it is to be. So nothing that another
 * node moved meanwhile is undone; only where a member left meanwhile, the conversation is done
 * again.
 */
final class ReceiptWrites {

  private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

  /** An advance and its place in the batch. */
  private record Numbered(int number, WatermarkAdvance advance) {}

  private final Collections collections;
  private final AdvanceDocuments advances;
  private final MongoCalls calls;

  ReceiptWrites(Collections collections, MongoCalls calls) {
    this.collections = collections;
    this.advances = new AdvanceDocuments(collections);
    this.calls = calls;
  }

  /** What moved, in order. */
  List<WatermarkMove> advance(List<WatermarkAdvance> asked) {
    var moved = new @Nullable WatermarkMove[asked.size()];
    var left = new ArrayList<Numbered>();
    for (int i = 0; i < asked.size(); i++) {
      left.add(new Numbered(i, asked.get(i)));
    }
    Attempts attempts = calls.attempts();
    while (!left.isEmpty()) {
      Set<ConversationId> again = move(left, moved);
      left.removeIf(each -> !again.contains(each.advance().conversationId()));
      if (!left.isEmpty()) {
        attempts.again();
      }
    }
    return Stream.of(moved).filter(Objects::nonNull).toList();
  }

  /** Those that could not be written. */
  private Set<ConversationId> move(List<Numbered> left, @Nullable WatermarkMove[] moved) {
    List<WatermarkAdvance> asked = left.stream().map(Numbered::advance).toList();
    var batch = new AdvanceBatch(collections, asked);
    left.forEach(each -> moved[each.number()] = batch.advance(each.advance()));
    List<AdvanceBatch.Place> changed = batch.changed();
    if (changed.isEmpty()) {
      return Set.of();
    }
    Set<ConversationId> unwritten = write(asked, changed);
    left.stream()
        .filter(each -> unwritten.contains(each.advance().conversationId()))
        .forEach(each -> moved[each.number()] = null);
    advances.keep(changed.stream().filter(place -> !unwritten.contains(place.id())).toList());
    return unwritten;
  }

  private Set<ConversationId> write(
      List<WatermarkAdvance> asked, List<AdvanceBatch.Place> changed) {
    List<UpdateOneModel<Document>> updates = changed.stream().map(ReceiptWrites::update).toList();
    if (collections.watermarks().bulkWrite(updates, IN_ANY_ORDER).getMatchedCount()
        == changed.size()) {
      return Set.of();
    }
    var now = new AdvanceBatch(collections, asked);
    return changed.stream()
        .filter(place -> !now.hasReached(place))
        .map(AdvanceBatch.Place::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** On condition that all of them are still members: a field that is gone stays gone. */
  private static UpdateOneModel<Document> update(AdvanceBatch.Place place) {
    List<Standing> changed = place.changed();
    var max = new Document();
    changed.forEach(standing -> standing.move(max));
    return new UpdateOneModel<>(
        new Document("_id", place.id().value())
            .append("schoolId", place.school().value())
            .append("$and", changed.stream().map(Standing::condition).toList()),
        new Document("$max", max));
  }
}
