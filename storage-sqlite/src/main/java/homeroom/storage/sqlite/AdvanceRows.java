// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When watermarks came to which seq, within one read or write of the store. */
record AdvanceRows(StatementCache session) {

  /** How many seqs those of a row are apart at most, and further is too far for a row of many. */
  static final int SPAN = 64;

  private static final String KEEP =
      """
      INSERT INTO advance_batches
      SELECT ?1, ?2, 1 + coalesce((SELECT max(b.number) FROM advance_batches b
        WHERE b.conversation = ?1 AND b.seq = ?2), 0), ?3\
      """;

  /** The first that reached a seq, of each of these users, or none. */
  private static final String FIRST_FAR =
      """
      SELECT ids.value, a.seq, a.at
      FROM json_each(?1) ids CROSS JOIN advances a
      WHERE a.conversation = ?2 AND a.user_id = ids.value AND a.read = ?3 AND a.seq =
        (SELECT min(f.seq) FROM advances f WHERE f.conversation = ?2 AND f.user_id = ids.value
          AND f.read = ?3 AND f.seq >= ?4)\
      """;

  /** The row of those that went no further than {@link #SPAN}. */
  record Batch(long seq, long number, List<Advance> advances) {}

  /** Those that went no further than {@link #SPAN}, of one write, in their order. */
  void keep(long conversation, List<Advance> near) throws SQLException {
    for (List<Advance> row : rows(near)) {
      long highest = row.stream().mapToLong(Advance::seq).max().orElseThrow();
      session.update(KEEP, conversation, highest, Advance.pack(highest, row));
    }
  }

  /** Usually one. */
  private static List<List<Advance>> rows(List<Advance> advances) {
    var rows = new ArrayList<List<Advance>>(1);
    var left = advances;
    while (!left.isEmpty()) {
      long highest = left.stream().mapToLong(Advance::seq).max().orElseThrow();
      var row = new ArrayList<Advance>(left.size());
      var others = new ArrayList<Advance>(0);
      left.forEach(each -> (each.seq() > highest - SPAN ? row : others).add(each));
      rows.add(row);
      left = others;
    }
    return rows;
  }

  /** One that went further, or nobody knows how far; one that is there keeps its time. */
  void keepFar(long conversation, String user, boolean read, long seq, Instant at)
      throws SQLException {
    session.update(
        "INSERT INTO advances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        conversation,
        user,
        read,
        seq,
        at);
  }

  /**
   * When each of the members first came to the seq, of one kind; those who did not are not in it.
   */
  Map<Integer, Instant> reached(
      long conversation, List<Batch> around, List<Member> members, boolean read, long seq)
      throws SQLException {
    var first = new HashMap<Integer, Advance>();
    for (Batch batch : around) {
      for (Advance each : batch.advances()) {
        if (each.read() == read && each.seq() >= seq) {
          first.merge(each.number(), each, AdvanceRows::lower);
        }
      }
    }
    var numbers = new HashMap<String, Integer>();
    members.forEach(member -> numbers.put(member.id(), member.number()));
    for (Map.Entry<String, Advance> far :
        session.list(
            FIRST_FAR,
            row -> Map.entry(row.text(1), new Advance(0, read, row.number(2), row.number(3))),
            JsonList.of(numbers.keySet()),
            conversation,
            read,
            seq)) {
      first.merge(numbers.getOrDefault(far.getKey(), -1), far.getValue(), AdvanceRows::lower);
    }
    var times = new HashMap<Integer, Instant>();
    first.forEach((number, each) -> times.put(number, Instant.ofEpochMilli(each.at())));
    return times;
  }

  private static Advance lower(Advance one, Advance other) {
    return other.seq() < one.seq() ? other : one;
  }

  /**
   * Those in which a watermark can have passed the seq: one that came from before it, by no more
   * than {@link #SPAN}, in a row that goes no further than that beyond it.
   */
  List<Batch> around(long conversation, long seq) throws SQLException {
    return session.list(
        """
        SELECT b.seq, b.number, b.advances FROM advance_batches b
        WHERE b.conversation = ? AND b.seq BETWEEN ? AND ?\
        """,
        AdvanceRows::batch,
        conversation,
        seq,
        seq + 2L * SPAN);
  }

  static Batch batch(Row row) throws SQLException {
    long seq = row.number(1);
    return new Batch(seq, row.number(2), Advance.unpack(seq, row.bytes(3)));
  }
}
