// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.UpdateOneModel;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Moves watermarks: a batch is read with one query, moved in memory, and written back with one
 * command, each member's on condition that it stands where it was read. What another node moved
 * meanwhile is done again.
 */
final class ReceiptWrites {

  private static final BulkWriteOptions IN_ANY_ORDER = new BulkWriteOptions().ordered(false);

  /** An advance and its place in the batch. */
  record Numbered(int number, WatermarkAdvance advance) {
    String id() {
      return Watermarks.id(advance.conversationId(), advance.userId());
    }
  }

  private final Collections collections;
  private final MongoCollection<Document> receipts;
  private final MongoCollection<Document> advances;
  private final MongoCalls calls;

  ReceiptWrites(Collections collections, MongoCalls calls) {
    this.collections = collections;
    this.receipts = collections.receipts();
    this.advances = collections.receiptAdvances();
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
      Set<String> overtaken = move(left, moved);
      left.removeIf(each -> !overtaken.contains(each.id()));
      if (!left.isEmpty()) {
        attempts.again();
      }
    }
    return Stream.of(moved).filter(Objects::nonNull).toList();
  }

  /** Those whose watermarks somebody else moved meanwhile. */
  private Set<String> move(List<Numbered> left, @Nullable WatermarkMove[] moved) {
    var batch = new AdvanceBatch(collections, left);
    left.forEach(each -> moved[each.number()] = batch.advance(each));
    List<Standing> changed = batch.changed();
    if (changed.isEmpty()) {
      return Set.of();
    }
    Set<String> overtaken = write(changed);
    overtaken.forEach(id ->
        left.stream()
            .filter(each -> each.id().equals(id))
            .forEach(each -> moved[each.number()] = null));
    keep(changed.stream().filter(each -> !overtaken.contains(each.id())).toList());
    return overtaken;
  }

  private Set<String> write(List<Standing> changed) {
    var mark = new ObjectId();
    List<UpdateOneModel<Document>> updates =
        changed.stream().map(each -> each.update(mark)).toList();
    if (receipts.bulkWrite(updates, IN_ANY_ORDER).getMatchedCount() == changed.size()) {
      return Set.of();
    }
    var overtaken = new HashSet<>(changed.stream().map(Standing::id).toList());
    receipts
        .find(
            new Document("_id", new Document("$in", List.copyOf(overtaken)))
                .append("movedBy", mark))
        .projection(new Document("_id", 1))
        .forEach(done -> overtaken.remove(new DocumentReader(done).text("_id")));
    return overtaken;
  }

  /** Notes when the messages were reached; one that was noted before keeps its time. */
  private void keep(List<Standing> changed) {
    List<Document> reached = changed.stream().flatMap(each -> each.reached().stream()).toList();
    if (reached.isEmpty()) {
      return;
    }
    try {
      advances.insertMany(reached, new InsertManyOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      if (!MongoErrors.isDuplicate(e)) {
        throw e;
      }
    }
  }
}
