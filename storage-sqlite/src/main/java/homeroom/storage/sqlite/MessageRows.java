// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Message;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as records. */
final class MessageRows {

  static final String COLUMNS =
      """
      SELECT m.id, c.id, c.school_id, m.sender_id, m.client_id, m.seq, m.rev, m.text, m.reply_to,
        m.edits, m.edited_at, m.deleted_at, m.deleted_by, m.created_at, m.updated_at
      """;

  /** The column after {@link #COLUMNS}. */
  static final int NEXT_COLUMN = 16;

  /** Reached from the one conversation, so that an index of its messages gives their order. */
  static final String IN_CONVERSATION =
      """
      FROM conversations c JOIN messages m ON m.conversation = c.key
      WHERE c.id = ? AND c.school_id = ?
      """;

  /** The same with what each message was before. */
  static final String CHANGES_IN_CONVERSATION =
      """
      FROM conversations c JOIN messages m ON m.conversation = c.key
      JOIN revisions r ON r.message = m.key
      WHERE c.id = ? AND c.school_id = ?
      """;

  static final String BY_ID =
      COLUMNS
          + """
          FROM messages m JOIN conversations c ON c.key = m.conversation
          WHERE m.id = ? AND c.school_id = ?\
          """;

  static final QuerySql FIELDS =
      new QuerySql(fields(), "m.seq", "m.id", new QuerySql.Places("seq", "m.seq", "m.place"));

  private static final QuerySql FIELDS_OF_SEVERAL =
      new QuerySql(severalFields(), "m.created_at, m.id", "m.id");

  static final QuerySql SEARCH_FIELDS = new QuerySql(severalFields(), "w.rowid DESC", "m.id");

  private static final String OF_CONVERSATIONS =
      "WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ? ";

  private MessageRows() {}

  /**
   * A page of several conversations: the first messages of each by an index of its own, and of
   * those the first.
   */
  static Page<Message> ofConversations(
      StatementCache session,
      SchoolId school,
      Collection<ConversationId> conversations,
      Query query)
      throws SQLException {
    String ids = JsonList.of(conversations);
    Sql condition = FIELDS_OF_SEVERAL.condition(query.filter());
    Sql select =
        new Sql(COLUMNS)
            .add("FROM conversations c CROSS JOIN messages m ON m.key IN (SELECT m.key")
            .add(" FROM messages m WHERE m.conversation = c.key AND ")
            .add(condition)
            .add(" ORDER BY " + FIELDS_OF_SEVERAL.order(query.sort()))
            .add(" LIMIT ?) ", (long) query.skip() + query.limit())
            .add(OF_CONVERSATIONS, ids, school);
    Sql found =
        new Sql("FROM conversations c JOIN messages m ON m.conversation = c.key ")
            .add(OF_CONVERSATIONS, ids, school)
            .add(" AND ")
            .add(condition);
    return FIELDS_OF_SEVERAL.page(session, select, found, query, MessageRows::message);
  }

  static Message message(Row row) throws SQLException {
    @Nullable String replyTo = row.textOrNull(9);
    @Nullable String deletedBy = row.textOrNull(13);
    return new Message(
        new MessageId(row.text(1)),
        new ConversationId(row.text(2)),
        new SchoolId(row.text(3)),
        new UserId(row.text(4)),
        row.text(5),
        row.number(6),
        row.number(7),
        row.text(8),
        replyTo == null ? null : new MessageId(replyTo),
        (int) row.number(10),
        row.timeOrNull(11),
        row.timeOrNull(12),
        deletedBy == null ? null : new UserId(deletedBy),
        row.time(14),
        row.time(15));
  }

  static Revision revision(Row row) throws SQLException {
    return new Revision(
        row.number(1), row.text(2), new UserId(row.text(3)), row.time(4), row.flag(5));
  }

  private static Map<String, QueryColumn> fields() {
    return Map.of(
        "_id", QueryColumn.id("m.id"),
        "conversationId", QueryColumn.text("c.id"),
        "seq", QueryColumn.number("m.seq"),
        "rev", QueryColumn.number("m.rev"),
        "senderId", QueryColumn.text("m.sender_id"),
        "replyTo", QueryColumn.text("m.reply_to"),
        "createdAt", QueryColumn.time("m.created_at"),
        "deletedAt", QueryColumn.time("m.deleted_at"));
  }

  /** Of many conversations, where a seq settles no order. */
  private static Map<String, QueryColumn> severalFields() {
    var fields = new HashMap<>(fields());
    fields.put("seq", QueryColumn.repeatedNumber("m.seq"));
    fields.put("rev", QueryColumn.repeatedNumber("m.rev"));
    return fields;
  }
}
