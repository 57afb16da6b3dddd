// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.text.Words;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The full-text index of messages that are not deleted, and what a user may ask of it. It follows a
 * whole group of writes at once, in their transaction: that costs half of following each. The list
 * of what they touched is a table too, so that it forgets a write that is undone.
 */
final class SearchWords {

  /** Key, words and conversation of a message. */
  static final String INSERT =
      "INSERT INTO message_words (rowid, text, conversation) VALUES (?, ?, ?)";

  private static final String TOUCHED =
      """
      SELECT m.key, m.text, m.conversation
      FROM touched CROSS JOIN messages m ON m.key = touched.key
      WHERE m.deleted_at IS NULL\
      """;

  /** A message with its words, as the index takes them. */
  private record Text(long key, String words, long conversation) {}

  private SearchWords() {}

  /** Makes a session ready to write messages. */
  static void prepare(StatementCache session) throws SQLException {
    session.update("CREATE TEMP TABLE touched (key INTEGER PRIMARY KEY)");
  }

  /** The message with that key is new or has changed. */
  static void touch(StatementCache session, long key) throws SQLException {
    session.update("INSERT OR IGNORE INTO touched VALUES (?)", key);
  }

  /** Follows what was touched; the last thing before a commit. */
  static void follow(StatementCache session) throws SQLException {
    if (!session.exists("SELECT 1 FROM touched")) {
      return;
    }
    session.update(
        """
        DELETE FROM message_words WHERE rowid IN (
          SELECT m.key FROM touched CROSS JOIN messages m ON m.key = touched.key
          WHERE m.rev > m.seq)\
        """);
    for (Text text : session.list(TOUCHED, SearchWords::text)) {
      session.update(INSERT, text.key(), text.words(), word(text.conversation()));
    }
    session.update("DELETE FROM touched");
  }

  /**
   * What MATCH is given: each word as a quoted prefix, so that nothing in it is an operator, within
   * one of the conversations. Punctuation alone asks for nothing.
   *
   * @return empty if no word is left: then nothing is found
   */
  static String match(String words, List<Long> conversations) {
    String prefixes =
        Words.asked(words).stream()
            .map(word -> "\"" + word + "\"*")
            .collect(Collectors.joining(" AND "));
    String within =
        conversations.stream().map(SearchWords::word).collect(Collectors.joining(" OR "));
    return prefixes.isEmpty() || within.isEmpty()
        ? ""
        : "text : (" + prefixes + ") AND conversation : (" + within + ")";
  }

  private static Text text(Row row) throws SQLException {
    return new Text(row.number(1), words(row.text(2)), row.number(3));
  }

  /** As the index takes them. */
  static String words(String text) {
    return String.join(" ", Words.of(text));
  }

  /** What a conversation is in the index. */
  static String word(long conversation) {
    return "c" + conversation;
  }
}
