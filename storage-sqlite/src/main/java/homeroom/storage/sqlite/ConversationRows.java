// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as records. Participants, rev, last message and a class's name are read from where
 * they are the truth: an index look-up each, and nothing that could disagree.
 */
final class ConversationRows {

  static final String COLUMNS =
      """
      SELECT c.id, c.school_id, c.type,
        CASE WHEN c.class_id IS NULL THEN c.title
          ELSE (SELECT k.name FROM classes k WHERE k.id = c.class_id) END,
        c.class_id,
        (SELECT group_concat(p.user_id, ' ' ORDER BY p.user_id)
          FROM participants p WHERE p.conversation = c.key),
        c.created_by, c.archived,
        (SELECT max(h.rev) FROM messages h WHERE h.conversation = c.key),
        c.created_at, c.updated_at, m.id, m.sender_id, m.seq, m.text, m.created_at,
        (SELECT group_concat(w.user_id, ' ' ORDER BY w.user_id)
          FROM supervisors w WHERE w.conversation = c.key)\
      """;

  static final String SOURCE =
      """
       FROM conversations c LEFT JOIN messages m ON m.key = (
        SELECT n.key FROM messages n INDEXED BY messages_by_seq
        WHERE n.conversation = c.key AND n.deleted_at IS NULL ORDER BY n.seq DESC LIMIT 1)
      """;

  private static final String PARTICIPANTS = "FROM participants q WHERE q.conversation = c.key";

  static final QuerySql FIELDS =
      new QuerySql(
          Map.of(
              "_id", QueryColumn.id("c.id"),
              "type", QueryColumn.text("c.type"),
              "classId", QueryColumn.text("c.class_id"),
              "participants",
                  new QueryColumn(
                      "q.user_id", QueryColumn.Type.TEXT, false, "q.user_id", PARTICIPANTS),
              "createdAt", QueryColumn.time("c.created_at"),
              "updatedAt", QueryColumn.time("c.updated_at")),
          "c.id",
          "c.id");

  private ConversationRows() {}

  static Conversation conversation(Row row) throws SQLException {
    @Nullable String title = row.textOrNull(4);
    @Nullable String classId = row.textOrNull(5);
    @Nullable String createdBy = row.textOrNull(7);
    return new Conversation(
        new ConversationId(row.text(1)),
        new SchoolId(row.text(2)),
        ConversationType.valueOf(row.text(3).toUpperCase(Locale.ROOT)),
        title,
        classId == null ? null : new ClassId(classId),
        users(row.textOrNull(6)),
        users(row.textOrNull(17)),
        createdBy == null ? null : new UserId(createdBy),
        row.flag(8),
        row.number(9),
        lastMessage(row),
        row.time(10),
        row.time(11));
  }

  private static List<UserId> users(@Nullable String ids) {
    return ids == null ? List.of() : Arrays.stream(ids.split(" ")).map(UserId::new).toList();
  }

  private static @Nullable LastMessage lastMessage(Row row) throws SQLException {
    @Nullable String id = row.textOrNull(12);
    return id == null
        ? null
        : new LastMessage(
            new MessageId(id),
            new UserId(row.text(13)),
            row.number(14),
            row.text(15),
            row.time(16));
  }
}
