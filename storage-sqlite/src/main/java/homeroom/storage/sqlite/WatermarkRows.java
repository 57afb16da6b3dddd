// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The watermarks of conversations, within one read or write of the store. */
record WatermarkRows(StatementCache session) {

  /** How many members a row has at most. */
  static final int MOST = 64;

  /**
   * Those of the conversation whose key stands at %s that may have members between two ids, both
   * included: ?1 and ?2.
   */
  static final String BETWEEN =
      """
      w.conversation = %1$s AND w.start <= ?2 AND w.start >=
        coalesce((SELECT max(f.start) FROM watermarks f
          WHERE f.conversation = %1$s AND f.start <= ?1), '')
      ORDER BY w.start\
      """;

  /** A conversation by its key. */
  record Place(long conversation, long newestSeq) {}

  private static final String OF_CONVERSATION =
      """
      SELECT w.key, w.start, w.members FROM watermarks w
      WHERE w.conversation = ? ORDER BY w.start\
      """;

  private static final String OF_MEMBERS =
      "SELECT w.key, w.start, w.members FROM watermarks w WHERE " + BETWEEN.formatted("?3");

  /** Empty if the school has no such conversation. */
  Optional<Place> place(SchoolId school, ConversationId id) throws SQLException {
    return session.first(
        """
        SELECT c.key, (SELECT max(m.seq) FROM messages m WHERE m.conversation = c.key)
        FROM conversations c WHERE c.id = ? AND c.school_id = ?\
        """,
        row -> new Place(row.number(1), row.number(2)),
        id,
        school);
  }

  List<WatermarkRow> all(long conversation) throws SQLException {
    return session.list(OF_CONVERSATION, WatermarkRows::row, conversation);
  }

  /** Those with the members whose ids stand between these, both included. */
  List<WatermarkRow> between(long conversation, String first, String last) throws SQLException {
    return session.list(OF_MEMBERS, WatermarkRows::row, first, last, conversation);
  }

  /** In the order of their ids. */
  List<Member> members(long conversation) throws SQLException {
    return all(conversation).stream().flatMap(row -> row.members().stream()).toList();
  }

  /** Gives each user who has none a watermark at the newest seq. */
  void join(SchoolId school, ConversationId id, Collection<UserId> users) throws SQLException {
    Optional<Place> place = users.isEmpty() ? Optional.empty() : place(school, id);
    if (place.isPresent()) {
      long seq = place.get().newestSeq();
      put(
          place.get().conversation(),
          users.stream().map(user -> new Watermark(user, seq, seq, null, seq, null)).toList());
    }
  }

  /** Those of users who have one stay as they are. */
  void put(long conversation, Collection<Watermark> marks) throws SQLException {
    List<WatermarkRow> rows = all(conversation);
    var taken = new BitSet();
    rows.forEach(row -> row.members().forEach(member -> taken.set(member.number())));
    for (Watermark mark : marks) {
      String id = mark.userId().value();
      WatermarkRow row = row(rows, id);
      if (row == null) {
        row = new WatermarkRow(0, "", new ArrayList<>());
        rows.addFirst(row);
      }
      if (row.member(id) == null) {
        int number = taken.nextClearBit(0);
        taken.set(number);
        row.put(new Member(number, mark));
      }
    }
    write(conversation, rows);
  }

  void leave(SchoolId school, ConversationId id, Collection<UserId> users) throws SQLException {
    Optional<Place> place = users.isEmpty() ? Optional.empty() : place(school, id);
    if (place.isEmpty()) {
      return;
    }
    long conversation = place.get().conversation();
    List<String> ids = users.stream().map(UserId::value).sorted().toList();
    List<WatermarkRow> rows = between(conversation, ids.getFirst(), ids.getLast());
    for (String user : ids) {
      WatermarkRow row = row(rows, user);
      if (row != null) {
        row.remove(user);
      }
    }
    write(conversation, rows);
  }

  /** The one that has the member with that id if any has; null if none can. */
  static @Nullable WatermarkRow row(List<WatermarkRow> rows, String id) {
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (rows.get(i).start().compareTo(id) <= 0) {
        return rows.get(i);
      }
    }
    return null;
  }

  /** Those that have changed. */
  void write(long conversation, List<WatermarkRow> rows) throws SQLException {
    for (WatermarkRow row : rows) {
      if (row.isChanged()) {
        write(conversation, row);
      }
    }
  }

  /** One that became too long is several from then on, alike in length. */
  private void write(long conversation, WatermarkRow row) throws SQLException {
    List<Member> members = row.members();
    if (members.isEmpty()) {
      session.update("DELETE FROM watermarks WHERE key = ?", row.key());
      return;
    }
    int parts = (members.size() + MOST - 1) / MOST;
    for (int part = 0; part < parts; part++) {
      List<Member> some =
          members.subList(part * members.size() / parts, (part + 1) * members.size() / parts);
      byte[] packed = Member.pack(some);
      if (part == 0 && row.key() > 0) {
        session.update("UPDATE watermarks SET members = ? WHERE key = ?", packed, row.key());
      } else {
        session.update(
            "INSERT INTO watermarks (conversation, start, members) VALUES (?, ?, ?)",
            conversation,
            part == 0 ? row.start() : some.getFirst().id(),
            packed);
      }
    }
  }

  private static WatermarkRow row(Row row) throws SQLException {
    return new WatermarkRow(row.number(1), row.text(2), Member.unpack(row.bytes(3)));
  }
}
