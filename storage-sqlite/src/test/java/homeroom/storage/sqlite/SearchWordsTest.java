// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When messages come into the full-text index. */
class SearchWordsTest {

  private static final int MANY = 1_100;

  @TempDir Path directory;

  private SqliteStores stores;
  private Fixtures school;
  private Conversation group;

  @BeforeEach
  void open() {
    stores = open("homeroom.db");
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob);
  }

  @AfterEach
  void close() {
    stores.close();
  }

  @Test
  void messagesAreAddedSomeAtATime() {
    long before = added();
    for (int i = 0; i < MANY; i++) {
      school.send(group, school.ada, "fractions " + i);
    }
    assertThat(added()).isBetween(before + MANY - 32, before + MANY);
    assertThat(found(stores, "fractions")).hasSize(200);
    assertThat(added()).isEqualTo(before + MANY);
  }

  @Test
  void whatWasNotAddedBeforeAnEndIsFoundAfterTheNextStart() {
    Message kept = school.send(group, school.ada, "fractions");
    stores.copyTo(directory.resolve("as-it-was.db"));
    try (SqliteStores again = open("as-it-was.db")) {
      assertThat(found(again, "fractions")).containsExactly(kept);
    }
  }

  @Test
  void aChangeOfAMessageThatIsNotAddedYetIsFoundAsItIs() {
    Message edited = school.send(group, school.ada, "fractions");
    Message deleted = school.send(group, school.ada, "fractions again");
    school.edit(edited, "geometry");
    school.delete(deleted);
    assertThat(found(stores, "fractions")).isEmpty();
    assertThat(found(stores, "geometry")).hasSize(1);
  }

  @Test
  void aChangeOfAMessageThatWasAddedIsFoundAsItIs() {
    Message edited = school.send(group, school.ada, "fractions");
    Message deleted = school.send(group, school.ada, "fractions again");
    assertThat(found(stores, "fractions")).hasSize(2);
    school.edit(edited, "geometry");
    school.delete(deleted);
    assertThat(found(stores, "fractions")).isEmpty();
    assertThat(found(stores, "geometry")).hasSize(1);
  }

  @Test
  void twoProcessesAddAMessageOnce() {
    school.send(group, school.ada, "fractions");
    try (SqliteStores other = open("homeroom.db")) {
      assertThat(found(other, "fractions")).hasSize(1);
    }
    school.send(group, school.ada, "fractions again");
    assertThat(found(stores, "fractions")).hasSize(2);
  }

  private SqliteStores open(String name) {
    return SqliteStores.open(directory.resolve(name), SqliteLimits.DEFAULT);
  }

  private long added() {
    return stores.database().read(session -> session.number("SELECT key FROM words_added"));
  }

  private List<Message> found(SqliteStores in, String words) {
    var everything = new Query(Filter.ALL, List.of(), 200, 0);
    return in.messages().search(school.schoolId(), List.of(group.id()), words, everything).data();
  }
}
