// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.text.Name;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a store of version 1. */
class WordsAndKeysTest {

  private static final SchoolId HILL = new SchoolId("school-hill");

  @TempDir Path directory;

  private Path file = Path.of("");

  @BeforeEach
  void keptStore() throws Exception {
    file = KeptStore.of("0.1.0", directory);
  }

  @Test
  void ofTwoAccountsThatBecomeOneTheElderKeepsTheAddress() throws Exception {
    execute(
        "UPDATE users SET email = 'jos\u00e9@x.example', email_key = 'jos\u00e9@x.example',"
            + " created_at = 1 WHERE id = 'hill-tom'");
    execute(
        "UPDATE users SET email = 'jose\u0301@x.example', email_key = 'jose\u0301@x.example',"
            + " created_at = 2 WHERE id = 'hill-eve'");
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      for (String written : List.of("jos\u00e9@x.example", "JOSE\u0301@x.example")) {
        assertThat(stores.roster().credentials(written))
            .map(Credentials::user)
            .map(user -> user.id().value())
            .contains("hill-tom");
      }
    }
  }

  @Test
  void peopleWhoWereThereAreInOrder() throws Exception {
    execute("UPDATE users SET name = '\u00c4nne' WHERE id = 'hill-tom'");
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      var byName = new Query(Filter.ALL, List.of(new Order("name", false)), 200, 0);
      List<String> names =
          stores.roster().findUsers(HILL, byName).data().stream().map(User::name).toList();
      assertThat(names).contains("\u00c4nne").isSortedAccordingTo(Comparator.comparing(Name::key));
    }
  }

  @Test
  void messagesThatWereThereAreFoundByNewWords() throws Exception {
    execute(
        "UPDATE messages SET text = '\u4eca\u65e5\u306f\u6570\u5b66\u306e\u5bbf\u984c' WHERE"
            + " deleted_at IS NULL");
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      List<ConversationId> all =
          stores
              .database()
              .read(session ->
                  session.list(
                      "SELECT id FROM conversations WHERE school_id = ?",
                      row -> new ConversationId(row.text(1)),
                      HILL));
      assertThat(
              stores.messages().search(HILL, all, "\u5bbf\u984c", Query.where(Filter.ALL)).total())
          .isPositive();
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
