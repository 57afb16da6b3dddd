// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Changes of messages within one write of the store; runs on its writer thread. The file has one
 * writer at a time among all processes, and the rev is taken and given within its transaction: so
 * revs have no gaps and follow the order of commits.
 */
final class MessageWrites {

  private static final String INSERT =
      """
      INSERT INTO messages
        (id, conversation, sender_id, client_id, seq, rev, place, text, reply_to, created_at,
        updated_at)
      SELECT ?, next.key, ?, ?, next.rev, next.rev, next.place, ?, ?, ?, ?
      FROM (
        SELECT c.key,
          coalesce((SELECT max(m.rev) FROM messages m WHERE m.conversation = c.key), 0) + 1 AS rev,
          coalesce((SELECT m.place FROM messages m WHERE m.conversation = c.key
            ORDER BY m.seq DESC LIMIT 1), 0) + 1 AS place
        FROM conversations c WHERE c.id = ? AND c.school_id = ?) next
      WHERE true
      ON CONFLICT (conversation, sender_id, client_id) DO NOTHING RETURNING conversation, rev\
      """;

  private final StatementCache session;

  MessageWrites(StatementCache session) {
    this.session = session;
  }

  /**
   * @throws IllegalArgumentException if the school has no such conversation
   */
  Appended append(NewMessage message) throws SQLException {
    Optional<Inserted> inserted = insert(message);
    if (inserted.isEmpty()) {
      return new Appended.Repeated(before(message));
    }
    touch(inserted.get().conversation(), message.schoolId(), message.at());
    return new Appended.Stored(stored(message, inserted.get().rev()));
  }

  private record Inserted(long conversation, long rev) {}

  /** Empty if there is no such conversation, or the sender's clientId names a message already. */
  private Optional<Inserted> insert(NewMessage message) throws SQLException {
    return session.first(
        INSERT,
        row -> new Inserted(row.number(1), row.number(2)),
        message.id(),
        message.senderId(),
        message.clientId(),
        message.text(),
        message.replyTo(),
        message.at(),
        message.at(),
        message.conversationId(),
        message.schoolId());
  }

  private Message before(NewMessage repeated) throws SQLException {
    return session
        .first(
            SqliteMessageStore.BY_CLIENT_ID,
            MessageRows::message,
            repeated.conversationId(),
            repeated.schoolId(),
            repeated.senderId(),
            repeated.clientId())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no conversation '" + repeated.conversationId() + "'"));
  }

  /** The message as a read would find it now. */
  private static Message stored(NewMessage message, long rev) {
    Instant at = message.at().truncatedTo(ChronoUnit.MILLIS);
    return new Message(
        message.id(),
        message.conversationId(),
        message.schoolId(),
        message.senderId(),
        message.clientId(),
        rev,
        rev,
        message.text(),
        message.replyTo(),
        0,
        null,
        null,
        null,
        at,
        at);
  }

  Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at)
      throws SQLException {
    Optional<Changing> found = changing(school, id, MessageStore.MAX_EDITS);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Changing message = found.get();
    long rev = nextRev(message.conversation());
    keep(message, rev, by, at, false);
    session.update(
        """
        UPDATE messages
        SET rev = ?, text = ?, edits = edits + 1, edited_at = ?, updated_at = max(updated_at, ?)
        WHERE key = ?\
        """,
        rev,
        text,
        at,
        at,
        message.key());
    follow(message.conversation(), message.key(), school, at);
    return Optional.of(stored(school, id));
  }

  Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at)
      throws SQLException {
    Optional<Changing> found = changing(school, id, Integer.MAX_VALUE);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Changing message = found.get();
    long rev = nextRev(message.conversation());
    keep(message, rev, by, at, true);
    session.update(
        """
        UPDATE messages
        SET rev = ?, text = '', deleted_at = ?, deleted_by = ?, updated_at = max(updated_at, ?)
        WHERE key = ?\
        """,
        rev,
        at,
        by,
        at,
        message.key());
    follow(message.conversation(), message.key(), school, at);
    return Optional.of(stored(school, id));
  }

  /** A message that is about to change, with the text it has until then. */
  private record Changing(long key, long conversation, String text) {}

  private Optional<Changing> changing(SchoolId school, MessageId id, int edits)
      throws SQLException {
    return session.first(
        """
        SELECT m.key, m.conversation, m.text
        FROM messages m JOIN conversations c ON c.key = m.conversation
        WHERE m.id = ? AND c.school_id = ? AND m.deleted_at IS NULL AND m.edits < ?\
        """,
        row -> new Changing(row.number(1), row.number(2), row.text(3)),
        id,
        school,
        edits);
  }

  private long nextRev(long conversation) throws SQLException {
    return session.number(
        "SELECT coalesce(max(rev), 0) + 1 FROM messages WHERE conversation = ?", conversation);
  }

  private void keep(Changing message, long rev, UserId by, Instant at, boolean deletion)
      throws SQLException {
    session.update(
        "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)",
        message.key(),
        rev,
        message.text(),
        by,
        at,
        deletion);
  }

  private void follow(long conversation, long key, SchoolId school, Instant at)
      throws SQLException {
    touch(conversation, school, at);
    SearchWords.changed(session, key);
  }

  private void touch(long conversation, SchoolId school, Instant at) throws SQLException {
    session.update(
        "UPDATE conversations SET updated_at = ? WHERE key = ?",
        Activity.next(session, school, at),
        conversation);
  }

  private Message stored(SchoolId school, MessageId id) throws SQLException {
    return session.first(MessageRows.BY_ID, MessageRows::message, id, school).orElseThrow();
  }
}
