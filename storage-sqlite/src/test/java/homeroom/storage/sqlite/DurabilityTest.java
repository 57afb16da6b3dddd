// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

  @TempDir Path directory;

  @Test
  void whatWasStoredIsThereAfterOpeningTheFileAgain() {
    Path file = directory.resolve("homeroom.db");
    Fixtures school;
    Conversation conversation;
    Message message;
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      school = Fixtures.in(stores);
      conversation = school.group("Maths", school.tom, school.ada);
      message = school.send(conversation, school.ada, "Homework is due on Friday");
    }
    try (var stores = SqliteStores.open(file, SqliteLimits.DEFAULT)) {
      var page =
          stores.messages().find(school.schoolId(), conversation.id(), Query.where(Filter.ALL));
      assertThat(page.data()).containsExactly(message);
      assertThat(stores.conversations().conversation(school.schoolId(), conversation.id()))
          .hasValueSatisfying(stored -> assertThat(stored.rev()).isEqualTo(1));
      assertThat(stores.roster().userById(school.ada.id())).contains(school.ada);
    }
  }
}
