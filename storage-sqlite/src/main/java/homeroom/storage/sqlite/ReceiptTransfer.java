// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.transfer.Item;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads watermarks and advances for a copy, within one read of the store. The advances of a
 * conversation come row by row, then those that have rows of their own; of those who left none
 * come.
 */
record ReceiptTransfer(StatementCache session) {

  /** No id is lower, and none higher. */
  private static final String FIRST_ID = "";

  private static final String LAST_ID = "\u007f";

  /** Conversations that have receipts, and those that have advances: the others are passed over. */
  private static final String WITH_RECEIPTS =
      "EXISTS (SELECT 1 FROM watermarks w WHERE w.conversation = c.key)";

  private static final String WITH_ADVANCES =
      """
      (EXISTS (SELECT 1 FROM advance_batches b WHERE b.conversation = c.key)
        OR EXISTS (SELECT 1 FROM advances a WHERE a.conversation = c.key))\
      """;

  private record Conversation(long key, ConversationId id, SchoolId school) {}

  /** Advances of one conversation for a copy. */
  private record Reading(Conversation conversation, Map<Integer, Watermark> marks) {

    /** Whether the member is still there, and had joined before. */
    boolean isLive(Advance advance) {
      Watermark mark = marks.get(advance.number());
      return mark != null && advance.isOf(mark);
    }

    Item item(Advance advance) {
      Watermark mark = Objects.requireNonNull(marks.get(advance.number()));
      return item(mark.userId(), advance.read(), advance.seq(), advance.at());
    }

    Item item(UserId user, boolean read, long seq, long at) {
      return new Item.OfAdvance(
          conversation.school(),
          conversation.id(),
          user,
          read ? ReceiptKind.READ : ReceiptKind.DELIVERED,
          seq,
          Instant.ofEpochMilli(at));
    }
  }

  /** Those after {@code last}, by conversation and user; none at the end. */
  List<Item> receipts(Item.@Nullable OfReceipt last, int limit) throws SQLException {
    var found = new ArrayList<Item>();
    String after = FIRST_ID;
    if (last != null) {
      after = last.conversationId().value();
      Optional<Conversation> begun = conversation(WITH_RECEIPTS, "=", after);
      if (begun.isPresent()) {
        addReceipts(found, begun.get(), last.watermark().userId().value());
      }
    }
    Optional<Conversation> next = conversation(WITH_RECEIPTS, ">", after);
    while (next.isPresent() && found.size() < limit) {
      addReceipts(found, next.get(), FIRST_ID);
      next = conversation(WITH_RECEIPTS, ">", next.get().id().value());
    }
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private void addReceipts(List<Item> found, Conversation of, String after) throws SQLException {
    for (Member member : new WatermarkRows(session).members(of.key())) {
      if (member.id().compareTo(after) > 0) {
        found.add(new Item.OfReceipt(of.school(), of.id(), member.mark()));
      }
    }
  }

  List<Item> lastReceipt() throws SQLException {
    Optional<Conversation> last = conversation(WITH_RECEIPTS, "<", LAST_ID);
    var found = new ArrayList<Item>();
    if (last.isPresent()) {
      addReceipts(found, last.get(), FIRST_ID);
    }
    return found.isEmpty() ? List.of() : List.of(found.getLast());
  }

  /** Those after {@code last}; none at the end. */
  List<Item> advances(Item.@Nullable OfAdvance last, int limit) throws SQLException {
    var found = new ArrayList<Item>();
    String after = FIRST_ID;
    if (last != null) {
      after = last.conversationId().value();
      Optional<Conversation> begun = conversation(WITH_ADVANCES, "=", after);
      if (begun.isPresent()) {
        addAdvances(found, begun.get(), last, limit);
      }
    }
    Optional<Conversation> next = conversation(WITH_ADVANCES, ">", after);
    while (next.isPresent() && found.size() < limit) {
      addAdvances(found, next.get(), null, limit);
      next = conversation(WITH_ADVANCES, ">", next.get().id().value());
    }
    return found;
  }

  private void addAdvances(
      List<Item> found, Conversation of, Item.@Nullable OfAdvance last, int limit)
      throws SQLException {
    var reading = new Reading(of, marks(of.key()));
    boolean near = true;
    if (last == null || last.seq() == 0) {
      addBatches(found, reading, new AdvanceRows.Batch(0, 0, List.of()), limit);
    } else {
      near = addAfter(found, reading, last, limit);
    }
    if (found.size() < limit) {
      addFar(found, reading, near ? null : last, limit);
    }
  }

  private Map<Integer, Watermark> marks(long conversation) throws SQLException {
    var marks = new HashMap<Integer, Watermark>();
    for (Member member : new WatermarkRows(session).members(conversation)) {
      marks.put(member.number(), member.mark());
    }
    return marks;
  }

  /** False if the last one has a row of its own. */
  private boolean addAfter(List<Item> found, Reading reading, Item.OfAdvance last, int limit)
      throws SQLException {
    for (AdvanceRows.Batch batch :
        new AdvanceRows(session).around(reading.conversation().key(), last.seq())) {
      List<Item> items =
          batch.advances().stream().filter(reading::isLive).map(reading::item).toList();
      int place = items.indexOf(last);
      if (place >= 0) {
        items.subList(place + 1, items.size()).stream()
            .limit(limit - found.size())
            .forEach(found::add);
        addBatches(found, reading, batch, limit);
        return true;
      }
    }
    return false;
  }

  /** Those of the rows after that one. */
  private void addBatches(List<Item> found, Reading reading, AdvanceRows.Batch after, int limit)
      throws SQLException {
    AdvanceRows.Batch last = after;
    while (found.size() < limit) {
      List<AdvanceRows.Batch> batches =
          session.list(
              """
              SELECT b.seq, b.number, b.advances FROM advance_batches b
              WHERE b.conversation = ? AND (b.seq, b.number) > (?, ?)
              ORDER BY b.seq, b.number LIMIT 100\
              """,
              AdvanceRows::batch,
              reading.conversation().key(),
              last.seq(),
              last.number());
      if (batches.isEmpty()) {
        return;
      }
      batches.stream()
          .flatMap(batch -> batch.advances().stream())
          .filter(reading::isLive)
          .limit(limit - found.size())
          .forEach(each -> found.add(reading.item(each)));
      last = batches.getLast();
    }
  }

  private void addFar(List<Item> found, Reading reading, Item.@Nullable OfAdvance last, int limit)
      throws SQLException {
    var joined = new HashMap<String, Watermark>();
    reading.marks().values().forEach(mark -> joined.put(mark.userId().value(), mark));
    String user = last == null ? FIRST_ID : last.userId().value();
    boolean read = last != null && last.kind() == ReceiptKind.READ;
    long seq = last == null ? 0 : last.seq();
    found.addAll(
        session.list(
            """
            SELECT a.user_id, a.read, a.seq, a.at
            FROM advances a CROSS JOIN json_each(?1) joined
            WHERE joined.value ->> 0 = a.user_id AND a.seq > joined.value ->> 1
              AND a.conversation = ?2 AND (a.user_id, a.read, a.seq) > (?3, ?4, ?5)
            ORDER BY a.user_id, a.read, a.seq LIMIT ?6\
            """,
            row -> reading.item(new UserId(row.text(1)), row.flag(2), row.number(3), row.number(4)),
            JsonList.of(
                joined.values().stream()
                    .map(mark -> List.of(mark.userId(), mark.joinSeq()))
                    .toList()),
            reading.conversation().key(),
            user,
            read,
            seq,
            limit - found.size()));
  }

  /** The conversation up to which advances were put. */
  List<Item> lastAdvance() throws SQLException {
    Optional<Conversation> next = conversation(WITH_ADVANCES, "<", LAST_ID);
    while (next.isPresent()) {
      var found = new ArrayList<Item>();
      addAdvances(found, next.get(), null, 1);
      if (!found.isEmpty()) {
        return found;
      }
      next = conversation(WITH_ADVANCES, "<", next.get().id().value());
    }
    return List.of();
  }

  /** The one with that id, or the next after or before it. */
  private Optional<Conversation> conversation(String with, String than, String id)
      throws SQLException {
    return session.first(
        """
        SELECT c.key, c.id, c.school_id FROM conversations c
        WHERE c.id %s ? AND %s ORDER BY c.id %s LIMIT 1\
        """
            .formatted(than, with, than.equals("<") ? "DESC" : "ASC"),
        ReceiptTransfer::conversation,
        id);
  }

  private static Conversation conversation(Row row) throws SQLException {
    return new Conversation(
        row.number(1), new ConversationId(row.text(2)), new SchoolId(row.text(3)));
  }
}
