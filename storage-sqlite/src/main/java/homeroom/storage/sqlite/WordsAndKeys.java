// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step to version 2: names have a key to be put in order by, addresses the key of their one
 * form, messages are found by the words of {@link homeroom.chat.text.Words}, and the times at which
 * somebody got and read messages refer to nothing, so that whoever leaves a conversation leaves
 * them behind.
 */
final class WordsAndKeys {

  private static final Logger LOG = LoggerFactory.getLogger(WordsAndKeys.class);

  private record User(String id, String name, String email) {}

  private WordsAndKeys() {}

  static void apply(Statement statement) throws SQLException {
    Migration.script("0002-words-and-keys.sql").step().apply(statement);
    Connection connection = statement.getConnection();
    keyUsers(connection);
    keyClasses(connection);
    findByWords(connection);
  }

  /** Of several who have one key, the eldest keeps it; no address has the key of the others. */
  private static void keyUsers(Connection connection) throws SQLException {
    var taken = new HashSet<String>();
    List<User> users = users(connection);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE users SET name_key = ?, email_key = ? WHERE id = ?")) {
      // A key that one gives up, another may get.
      for (User user : users) {
        update(update, Name.key(user.name()), "\n" + user.id(), user.id());
      }
      for (User user : users) {
        String key = EmailAddress.key(user.email());
        if (taken.add(key)) {
          update(update, Name.key(user.name()), key, user.id());
        } else {
          LOG.warn(
              "The user {} has the address of an older account, written otherwise, and cannot sign"
                  + " in with it; give them another.",
              user.id());
        }
      }
    }
  }

  private static List<User> users(Connection connection) throws SQLException {
    var users = new ArrayList<User>();
    try (Statement select = connection.createStatement();
        ResultSet rows =
            select.executeQuery("SELECT id, name, email FROM users ORDER BY created_at, id")) {
      while (rows.next()) {
        users.add(new User(rows.getString(1), rows.getString(2), rows.getString(3)));
      }
    }
    return users;
  }

  private static void keyClasses(Connection connection) throws SQLException {
    var classes = new ArrayList<List<String>>();
    try (Statement select = connection.createStatement();
        ResultSet rows = select.executeQuery("SELECT id, name FROM classes")) {
      while (rows.next()) {
        classes.add(List.of(rows.getString(1), rows.getString(2)));
      }
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE classes SET name_key = ? WHERE id = ?")) {
      for (List<String> each : classes) {
        update(update, Name.key(each.getLast()), each.getFirst());
      }
    }
  }

  private static void update(PreparedStatement update, String... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      update.setString(i + 1, values[i]);
    }
    update.executeUpdate();
  }

  private static void findByWords(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        PreparedStatement insert = connection.prepareStatement(SearchWords.INSERT);
        ResultSet rows =
            select.executeQuery(
                "SELECT key, text, conversation FROM messages WHERE deleted_at IS NULL")) {
      while (rows.next()) {
        insert.setLong(1, rows.getLong(1));
        insert.setString(2, SearchWords.words(rows.getString(2)));
        insert.setString(3, SearchWords.word(rows.getLong(3)));
        insert.executeUpdate();
      }
    }
  }
}
