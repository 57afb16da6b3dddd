// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Watermarks and advances of a copy. The advances of a conversation come document by document, then
 * those that have their own; of those who left none come. Runs on the caller's thread.
 */
final class ReceiptTransfer {

  private static final Document BY_ID = new Document("_id", 1);
  private static final Document BY_ADVANCE =
      new Document("userId", 1).append("read", 1).append("seq", 1);

  /** No id is higher. */
  private static final String LAST_ID = "\u007f";

  private final MongoCollection<Document> conversations;
  private final MongoCollection<Document> batches;
  private final MongoCollection<Document> far;
  private final Watermarks watermarks;

  ReceiptTransfer(Collections collections) {
    this.conversations = collections.watermarks();
    this.batches = collections.advanceBatches();
    this.far = collections.receiptAdvances();
    this.watermarks = new Watermarks(collections);
  }

  /** The members of one conversation. */
  private record Members(SchoolId school, ConversationId id, Map<UserId, Watermark> marks) {

    static Members of(DocumentReader found) {
      var marks = new LinkedHashMap<UserId, Watermark>();
      Watermarks.read(found).stream()
          .sorted(Comparator.comparing(Watermark::userId))
          .forEach(mark -> marks.put(mark.userId(), mark));
      return new Members(
          new SchoolId(found.text("schoolId")), new ConversationId(found.text("_id")), marks);
    }

    /** Whether the member is still there, and had joined before. */
    boolean isLive(Advance advance) {
      Watermark mark = marks.get(advance.userId());
      return mark != null && advance.seq() > mark.joinSeq();
    }

    Item item(Advance advance) {
      return advance.item(school, id);
    }
  }

  /** Those after {@code last}, by conversation and user; none at the end. */
  List<Item> receipts(Item.@Nullable OfReceipt last, int limit) {
    var found = new ArrayList<Item>();
    ConversationId begun = last == null ? null : last.conversationId();
    Members members = begun == null ? after("") : at(begun);
    while (members != null && found.size() < limit) {
      for (Watermark mark : members.marks().values()) {
        boolean isDone =
            last != null
                && members.id().equals(begun)
                && mark.userId().compareTo(last.watermark().userId()) <= 0;
        if (!isDone && found.size() < limit) {
          found.add(new Item.OfReceipt(members.school(), members.id(), mark));
        }
      }
      members = after(members.id().value());
    }
    return found;
  }

  /** In order, so that what is there is always a beginning of what was put. */
  void put(List<Item> items) {
    var marks = new LinkedHashMap<ConversationId, List<Watermark>>();
    var schools = new HashMap<ConversationId, SchoolId>();
    for (Item item : items) {
      if (item instanceof Item.OfReceipt(var school, var conversation, var mark)) {
        marks.computeIfAbsent(conversation, any -> new ArrayList<>()).add(mark);
        schools.put(conversation, school);
      }
    }
    marks.forEach((conversation, some) -> {
      SchoolId school = schools.get(conversation);
      if (school != null) {
        watermarks.put(school, conversation, some);
      }
    });
  }

  /** Those after {@code last}; none at the end. */
  List<Item> advances(Item.@Nullable OfAdvance last, int limit) {
    var found = new ArrayList<Item>();
    ConversationId begun = last == null ? null : last.conversationId();
    Members members = begun == null ? after("") : at(begun);
    while (members != null && found.size() < limit) {
      boolean goesOn = last != null && members.id().equals(begun) && last.seq() > 0;
      add(found, members, goesOn ? last : null, limit);
      members = after(members.id().value());
    }
    return found;
  }

  private void add(List<Item> found, Members of, Item.@Nullable OfAdvance last, int limit) {
    boolean near = true;
    if (last == null) {
      addBatches(found, of, new Document(), limit);
    } else {
      near = addAfter(found, of, last, limit);
    }
    if (found.size() < limit) {
      addFar(found, of, near ? null : last, limit);
    }
  }

  /** False if the last one has a document of its own. */
  private boolean addAfter(List<Item> found, Members of, Item.OfAdvance last, int limit) {
    var range =
        in(of)
            .append(
                "seq", new Document("$gte", last.seq()).append("$lte", last.seq() + Advance.SPAN));
    for (Document batch : batches.find(range)) {
      List<Item> items = live(of, batch);
      int place = items.indexOf(last);
      if (place >= 0) {
        items.stream().skip(place + 1L).limit(limit - found.size()).forEach(found::add);
        addBatches(found, of, batch, limit);
        return true;
      }
    }
    return false;
  }

  private static List<Item> live(Members of, Document batch) {
    return new DocumentReader(batch)
        .parts("advances").stream().map(Advance::of).filter(of::isLive).map(of::item).toList();
  }

  /** Those of the documents after that one, by seq and id; all if it is empty. */
  private void addBatches(List<Item> found, Members of, Document after, int limit) {
    var ranges = new ArrayList<Document>();
    if (after.get("_id") instanceof ObjectId id) {
      long seq = new DocumentReader(after).number("seq");
      ranges.add(in(of).append("seq", seq).append("_id", new Document("$gt", id)));
      ranges.add(in(of).append("seq", new Document("$gt", seq)));
    } else {
      ranges.add(in(of));
    }
    for (Document range : ranges) {
      var order = new Document("seq", 1).append("_id", 1);
      try (MongoCursor<Document> each = batches.find(range).sort(order).iterator()) {
        while (found.size() < limit && each.hasNext()) {
          live(of, each.next()).stream().limit(limit - found.size()).forEach(found::add);
        }
      }
    }
  }

  /** By user, kind and seq: all after the last one, those that share most with it first. */
  private void addFar(List<Item> found, Members of, Item.@Nullable OfAdvance last, int limit) {
    var ranges = new ArrayList<Document>();
    if (last == null) {
      ranges.add(in(of));
    } else {
      String user = last.userId().value();
      boolean read = last.kind() == ReceiptKind.READ;
      Document same = in(of).append("userId", user);
      ranges.add(
          new Document(same).append("read", read).append("seq", new Document("$gt", last.seq())));
      ranges.add(new Document(same).append("read", new Document("$gt", read)));
      ranges.add(in(of).append("userId", new Document("$gt", user)));
    }
    for (Document range : ranges) {
      try (MongoCursor<Document> each = far.find(range).sort(BY_ADVANCE).iterator()) {
        while (found.size() < limit && each.hasNext()) {
          Advance advance = Advance.of(new DocumentReader(each.next()));
          if (of.isLive(advance)) {
            found.add(of.item(advance));
          }
        }
      }
    }
  }

  /** The last watermark, or an advance of the last conversation that has one. */
  @Nullable Item last(Part part) {
    Members members = before(LAST_ID);
    while (members != null) {
      if (part == Part.RECEIPTS && !members.marks().isEmpty()) {
        var marks = List.copyOf(members.marks().values());
        return new Item.OfReceipt(members.school(), members.id(), marks.getLast());
      }
      if (part == Part.ADVANCES) {
        var found = new ArrayList<Item>();
        add(found, members, null, 1);
        if (!found.isEmpty()) {
          return found.getFirst();
        }
      }
      members = before(members.id().value());
    }
    return null;
  }

  private static Document in(Members of) {
    return new Document("conversationId", of.id().value());
  }

  private @Nullable Members at(ConversationId id) {
    Members there = first(new Document("_id", id.value()), BY_ID);
    return there == null ? after(id.value()) : there;
  }

  private @Nullable Members after(String id) {
    return first(new Document("_id", new Document("$gt", id)), BY_ID);
  }

  private @Nullable Members before(String id) {
    return first(new Document("_id", new Document("$lt", id)), new Document("_id", -1));
  }

  private @Nullable Members first(Document where, Document order) {
    Document found = conversations.find(where).sort(order).first();
    return found == null ? null : Members.of(new DocumentReader(found));
  }
}
