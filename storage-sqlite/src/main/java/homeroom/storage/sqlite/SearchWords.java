// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.text.Words;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The full-text index of messages that are not deleted, and what a user may ask of it. New messages
 * are added some at a time, once a second and before a search: a commit of one message would write
 * a segment of the index. Changed ones are followed in the transaction of the change; the list of
 * what a group of writes changed is a table too, so that it forgets a write that is undone. Owned
 * by the one writer thread.
 */
final class SearchWords {

  /** Key, words and conversation of a message. */
  static final String INSERT =
      "INSERT INTO message_words (rowid, text, conversation) VALUES (?, ?, ?)";

  /** How long new messages wait while others are written. */
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How many writes they wait for at most, so that no one commit adds much more. */
  private static final int WAIT_WRITES = 200;

  /**
   * The same while groups of writes are small: a commit that adds so few takes hardly longer than
   * others, and nobody waits behind it.
   */
  private static final int WAIT_FEW_WRITES = 32;

  /** A group of no more writes than these is small. */
  private static final int SMALL_GROUP = 8;

  /** Messages read at once. */
  private static final int PAGE = 100;

  private static final String NEW =
      """
      SELECT m.key, m.text, m.conversation FROM messages m
      WHERE m.key > ? AND m.deleted_at IS NULL ORDER BY m.key LIMIT ?\
      """;

  private static final String CHANGED =
      """
      SELECT m.key, m.text, m.conversation
      FROM touched CROSS JOIN messages m ON m.key = touched.key
      WHERE m.key <= ? AND m.deleted_at IS NULL\
      """;

  /** A message with its words, as the index takes them. */
  private record Text(long key, String words, long conversation) {}

  private final StatementCache session;
  private long addedNanos = System.nanoTime();
  private int writes;

  /** Makes a session ready to write messages. */
  SearchWords(StatementCache session) throws SQLException {
    this.session = session;
    session.update("CREATE TEMP TABLE touched (key INTEGER PRIMARY KEY)");
  }

  /** The message with that key has changed. */
  static void changed(StatementCache session, long key) throws SQLException {
    session.update("INSERT OR IGNORE INTO touched VALUES (?)", key);
  }

  /** Follows what is to be followed now; the last thing before a commit of so many writes. */
  void follow(int more) throws SQLException {
    followChanged();
    writes += more;
    int most = more <= SMALL_GROUP ? WAIT_FEW_WRITES : WAIT_WRITES;
    if (writes >= most || System.nanoTime() - addedNanos >= WAIT_NANOS) {
      writes = 0;
      addedNanos = System.nanoTime();
      addNew(session);
    }
  }

  private void followChanged() throws SQLException {
    if (!session.exists("SELECT 1 FROM touched")) {
      return;
    }
    long added = added(session);
    session.update(
        "DELETE FROM message_words WHERE rowid IN (SELECT key FROM touched WHERE key <= ?)", added);
    for (Text text : session.list(CHANGED, SearchWords::text, added)) {
      add(session, text);
    }
    session.update("DELETE FROM touched");
  }

  /**
   * Adds what is not in the index yet, whichever process wrote it. Within a write of the store.
   *
   * @return up to which key messages stand in the index now
   */
  static long addNew(StatementCache session) throws SQLException {
    long before = added(session);
    long newest = session.number("SELECT max(key) FROM messages");
    if (newest > before) {
      long from = before;
      List<Text> page;
      do {
        page = session.list(NEW, SearchWords::text, from, PAGE);
        for (Text text : page) {
          add(session, text);
          from = text.key();
        }
      } while (page.size() == PAGE);
      session.update("UPDATE words_added SET key = ?", newest);
    }
    return newest;
  }

  private static long added(StatementCache session) throws SQLException {
    return session.number("SELECT key FROM words_added");
  }

  private static void add(StatementCache session, Text text) throws SQLException {
    session.update(INSERT, text.key(), text.words(), word(text.conversation()));
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
