package homeroom.storage.sqlite;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The full-text index of messages that are not deleted, and what a user may ask of it. */
final class SearchWords {

  private SearchWords() {}

  static void add(Session session, long key, long conversation, String text) throws SQLException {
    session.update(
        "INSERT INTO message_words (rowid, text, conversation) VALUES (?, ?, ?)",
        key,
        text,
        word(conversation));
  }

  static void replace(Session session, long key, long conversation, String text)
      throws SQLException {
    remove(session, key);
    add(session, key, conversation, text);
  }

  static void remove(Session session, long key) throws SQLException {
    session.update("DELETE FROM message_words WHERE rowid = ?", key);
  }

  /**
   * What MATCH is given: each word as a quoted prefix, so that nothing in it is an operator, within
   * one of the conversations. A word of punctuation alone asks for nothing.
   *
   * @return empty if no word is left: then nothing is found
   */
  static String match(String words, List<Long> conversations) {
    String prefixes =
        Arrays.stream(words.split("[^\\p{L}\\p{N}\\p{M}\\p{Co}]+"))
            .filter(word -> !word.isEmpty())
            .map(word -> "\"" + word + "\"*")
            .collect(Collectors.joining(" AND "));
    String within =
        conversations.stream().map(SearchWords::word).collect(Collectors.joining(" OR "));
    return prefixes.isEmpty() || within.isEmpty()
        ? ""
        : "text : (" + prefixes + ") AND conversation : (" + within + ")";
  }

  private static String word(long conversation) {
    return "c" + conversation;
  }
}
