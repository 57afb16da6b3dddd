// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.message.EpochStore;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Runs on the caller's thread. */
final class MongoTransfer implements StoreTransfer {

  /** A copy into this database that was begun and not finished. */
  private static final Document BEGUN = new Document("_id", "copy");

  /** How many items are counted at once. */
  private static final int COUNTED = 20_000;

  private static final List<String> BY_ID = List.of("_id");
  private static final List<String> BY_PLACE = List.of("schoolId", "seq");
  private static final List<String> BY_SOURCE = List.of("schoolId", "source", "kind", "key");
  private static final List<String> BY_ADVANCE = List.of("conversationId", "userId", "read", "seq");

  private final Collections collections;
  private final TransferDocuments documents;
  private final ReceiptTransfer receipts;
  private final EpochStore epochs;
  private final MongoCalls calls;

  MongoTransfer(Collections collections, OddDocuments odd, EpochStore epochs, MongoCalls calls) {
    this.collections = collections;
    this.epochs = epochs;
    this.documents = new TransferDocuments(collections, odd);
    this.receipts = new ReceiptTransfer(collections);
    this.calls = calls;
  }

  @Override
  public EpochStore epochs() {
    return epochs;
  }

  @Override
  public long count(Part part) {
    return isOfReceipts(part) ? counted(part) : calls.run(() -> collection(part).countDocuments());
  }

  private static boolean isOfReceipts(Part part) {
    return part == Part.RECEIPTS || part == Part.ADVANCES;
  }

  /** A document of them has several. */
  private long counted(Part part) {
    long count = 0;
    List<Item> page = next(part, null, COUNTED);
    while (!page.isEmpty()) {
      count += page.size();
      page = next(part, page.getLast(), COUNTED);
    }
    return count;
  }

  @Override
  public List<Item> next(Part part, @Nullable Item last, int limit) {
    return calls.run(() -> items(part, last, limit));
  }

  /** The next that can be read, if there is one. */
  private List<Item> items(Part part, @Nullable Item last, int limit) {
    return switch (part) {
      case RECEIPTS -> receipts.receipts((Item.OfReceipt) last, limit);
      case ADVANCES -> receipts.advances((Item.OfAdvance) last, limit);
      default -> itemsByKey(part, last, limit);
    };
  }

  private List<Item> itemsByKey(Part part, @Nullable Item last, int limit) {
    @Nullable Document from = last == null ? null : placed(part, TransferDocuments.document(last));
    int unread = 0;
    while (true) {
      List<Document> found = after(part, from, unread, limit);
      List<Item> items = documents.items(part, found);
      if (!items.isEmpty() || found.isEmpty()) {
        return items;
      }
      unread += found.size();
    }
  }

  /** With the id as a roster of another application has it. */
  private Document placed(Part part, Document last) {
    return isRoster(part) && !collections.mapping().isOwn()
        ? new Document(last).append("_id", IdOrder.placed(collection(part), last.getString("_id")))
        : last;
  }

  private static boolean isRoster(Part part) {
    return switch (part) {
      case SCHOOLS, USERS, CLASSES, CLASS_TEACHERS, CLASS_ENROLLMENTS -> true;
      case CONVERSATIONS,
          MESSAGES,
          RECEIPTS,
          ADVANCES,
          AUDIT,
          ENDED_TOKENS,
          FACTORS,
          SETTINGS,
          CLOSED_CLASSES,
          ROSTER_ENTRIES ->
          false;
    };
  }

  /** One range of an index for each prefix of the key: all that follow share a shorter one. */
  private List<Document> after(Part part, @Nullable Document from, int skip, int limit) {
    if (from == null) {
      return range(part, new Document(), skip, limit);
    }
    List<String> key = key(part);
    var found = new ArrayList<Document>();
    for (int shared = key.size() - 1; shared >= 0 && found.size() < limit; shared--) {
      var range = new Document();
      key.subList(0, shared).forEach(field -> range.append(field, from.get(field)));
      String next = key.get(shared);
      range.append(next, new Document("$gt", from.get(next)));
      found.addAll(range(part, range, skip, limit - found.size()));
    }
    return found;
  }

  private List<Document> range(Part part, Document range, int skip, int limit) {
    return collection(part)
        .find(range)
        .sort(order(part, 1))
        .skip(skip)
        .limit(limit)
        .into(new ArrayList<>());
  }

  @Override
  public @Nullable Item last(Part part) {
    return calls.run(() -> {
      if (isOfReceipts(part)) {
        return receipts.last(part);
      }
      List<Document> found =
          collection(part).find().sort(order(part, -1)).limit(1).into(new ArrayList<>());
      return found.isEmpty() ? null : documents.items(part, found).getFirst();
    });
  }

  @Override
  public void put(Part part, List<Item> items) {
    if (!collections.mapping().isOwn()) {
      throw new MongoFault("A copy goes into no rosters of another application.");
    }
    if (items.isEmpty()) {
      return;
    }
    calls.write(() -> {
      if (part == Part.RECEIPTS) {
        receipts.put(items);
        return true;
      }
      List<Document> put = items.stream().map(TransferDocuments::document).toList();
      // In order, so that what is there is always a beginning of what was put.
      collection(part)
          .bulkWrite(
              put.stream().map(each -> unlessThere(part, each)).toList(),
              new BulkWriteOptions().ordered(true));
      return true;
    });
  }

  private static UpdateOneModel<Document> unlessThere(Part part, Document document) {
    var key = new Document();
    key(part).forEach(field -> key.append(field, document.get(field)));
    var rest = new Document(document);
    key.keySet().forEach(rest::remove);
    return new UpdateOneModel<>(
        key, new Document("$setOnInsert", rest), new UpdateOptions().upsert(true));
  }

  @Override
  public boolean isBegun() {
    return calls.run(() -> collections.counters().find(BEGUN).first() != null);
  }

  @Override
  public void begin(boolean now) {
    calls.write(() -> {
      if (now && collections.counters().find(BEGUN).first() == null) {
        collections.counters().insertOne(new Document(BEGUN));
      } else if (!now) {
        collections.counters().deleteOne(BEGUN);
      }
      return true;
    });
  }

  private static List<String> key(Part part) {
    return switch (part) {
      case ADVANCES -> BY_ADVANCE;
      case AUDIT -> BY_PLACE;
      case ROSTER_ENTRIES -> BY_SOURCE;
      default -> BY_ID;
    };
  }

  private static Document order(Part part, int direction) {
    var order = new Document();
    key(part).forEach(field -> order.append(field, direction));
    return order;
  }

  private MongoCollection<Document> collection(Part part) {
    return switch (part) {
      case SCHOOLS -> collections.schools();
      case USERS -> collections.users();
      case CLASSES -> collections.classes();
      case CLASS_TEACHERS -> collections.classTeachers();
      case CLASS_ENROLLMENTS -> collections.classEnrollments();
      case CONVERSATIONS -> collections.conversations();
      case MESSAGES -> collections.messages();
      case RECEIPTS -> collections.watermarks();
      case ADVANCES -> collections.receiptAdvances();
      case AUDIT -> collections.audit();
      case ENDED_TOKENS -> collections.endedTokens();
      case FACTORS -> collections.factors();
      case SETTINGS -> collections.settings();
      case CLOSED_CLASSES -> collections.closedClasses();
      case ROSTER_ENTRIES -> collections.rosterEntries();
    };
  }
}
