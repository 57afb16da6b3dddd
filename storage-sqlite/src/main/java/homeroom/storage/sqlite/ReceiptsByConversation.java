// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Watermark;
import homeroom.chat.school.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The step to watermarks and advances that share rows: a row for each member, and one for each
 * member and message, become few. What those left who are no members is let go of.
 */
final class ReceiptsByConversation {

  static final Migration STEP =
      new Migration("receipts by conversation", ReceiptsByConversation::apply);

  /** How many advances of before a row takes. */
  private static final int ROW = 512;

  private ReceiptsByConversation() {}

  private static void apply(Statement statement) throws SQLException {
    Migration.script("0012-receipts-by-conversation.sql").step().apply(statement);
    Connection connection = statement.getConnection();
    try (var conversations = connection.createStatement();
        ResultSet each = conversations.executeQuery("SELECT DISTINCT conversation FROM receipts")) {
      while (each.next()) {
        long conversation = each.getLong(1);
        move(connection, conversation, members(connection, conversation));
      }
    }
    statement.executeUpdate("DROP TABLE receipt_advances");
    statement.executeUpdate("DROP TABLE receipts");
  }

  /** In the order of their ids, and so of their numbers. */
  private static List<Member> members(Connection connection, long conversation)
      throws SQLException {
    var members = new ArrayList<Member>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT user_id, join_seq, delivered_seq, delivered_at, read_seq, read_at
            FROM receipts WHERE conversation = ? ORDER BY user_id\
            """)) {
      select.setLong(1, conversation);
      try (ResultSet cells = select.executeQuery()) {
        var row = new Row(cells);
        while (cells.next()) {
          members.add(
              new Member(
                  members.size(),
                  new Watermark(
                      new UserId(row.text(1)),
                      row.number(2),
                      row.number(3),
                      row.timeOrNull(4),
                      row.number(5),
                      row.timeOrNull(6))));
        }
      }
    }
    return members;
  }

  private static void move(Connection connection, long conversation, List<Member> members)
      throws SQLException {
    try (var session = new Session(connection)) {
      session.putMembers(conversation, members);
      session.moveAdvances(conversation, members);
    }
  }

  /** The statements of a conversation. */
  private static final class Session implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement watermarks;
    private final PreparedStatement batches;
    private final PreparedStatement far;

    /** Of the conversation and the kind that are being moved, those of the row that is next. */
    private final List<Advance> row = new ArrayList<>();

    private int rows;

    Session(Connection connection) throws SQLException {
      this.connection = connection;
      watermarks =
          connection.prepareStatement(
              "INSERT INTO watermarks (conversation, start, members) VALUES (?, ?, ?)");
      batches = connection.prepareStatement("INSERT INTO advance_batches VALUES (?, ?, ?, ?)");
      far = connection.prepareStatement("INSERT INTO advances VALUES (?, ?, ?, ?, ?)");
    }

    void putMembers(long conversation, List<Member> members) throws SQLException {
      for (int from = 0; from < members.size(); from += WatermarkRows.MOST) {
        List<Member> some =
            members.subList(from, Math.min(from + WatermarkRows.MOST, members.size()));
        watermarks.setLong(1, conversation);
        watermarks.setString(2, from == 0 ? "" : some.getFirst().id());
        watermarks.setBytes(3, Member.pack(some));
        watermarks.executeUpdate();
      }
    }

    void moveAdvances(long conversation, List<Member> members) throws SQLException {
      var byId = new HashMap<String, Member>();
      members.forEach(member -> byId.put(member.id(), member));
      for (boolean read : new boolean[] {false, true}) {
        moveAdvances(conversation, byId, read);
      }
    }

    private void moveAdvances(long conversation, Map<String, Member> members, boolean read)
        throws SQLException {
      var before = new HashMap<Integer, Long>();
      members.values().forEach(each -> before.put(each.number(), each.mark().joinSeq()));
      try (PreparedStatement select =
          connection.prepareStatement(
              """
              SELECT user_id, seq, at FROM receipt_advances
              WHERE conversation = ? AND read = ? ORDER BY seq, user_id\
              """)) {
        select.setLong(1, conversation);
        select.setBoolean(2, read);
        try (ResultSet cells = select.executeQuery()) {
          while (cells.next()) {
            Member member = members.get(cells.getString(1));
            if (member != null) {
              var advance = new Advance(member.number(), read, cells.getLong(2), cells.getLong(3));
              move(conversation, member, advance, before);
            }
          }
        }
      }
      endRow(conversation);
    }

    private void move(long conversation, Member member, Advance advance, Map<Integer, Long> before)
        throws SQLException {
      long from = before.getOrDefault(member.number(), 0L);
      if (!advance.isOf(member.mark())) {
        return;
      }
      before.put(member.number(), advance.seq());
      if (advance.seq() - from > AdvanceRows.SPAN) {
        far.setLong(1, conversation);
        far.setString(2, member.id());
        far.setBoolean(3, advance.read());
        far.setLong(4, advance.seq());
        far.setLong(5, advance.at());
        far.executeUpdate();
        return;
      }
      if (row.size() == ROW
          || (!row.isEmpty() && advance.seq() - row.getFirst().seq() >= AdvanceRows.SPAN)) {
        endRow(conversation);
      }
      row.add(advance);
    }

    private void endRow(long conversation) throws SQLException {
      if (row.isEmpty()) {
        return;
      }
      long highest = row.getLast().seq();
      rows++;
      batches.setLong(1, conversation);
      batches.setLong(2, highest);
      batches.setLong(3, rows);
      batches.setBytes(4, Advance.pack(highest, row));
      batches.executeUpdate();
      row.clear();
    }

    @Override
    public void close() throws SQLException {
      watermarks.close();
      batches.close();
      far.close();
    }
  }
}
