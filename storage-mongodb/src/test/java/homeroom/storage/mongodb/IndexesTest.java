// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.bwaldvogel.mongo.MongoServer;
import homeroom.chat.school.StoreUnavailable;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start says of indexes that take too long, and of rosters that have none. */
class IndexesTest {

  private static final int TIME_IS_OVER = 50;
  private static final int NOT_OF_A_VIEW = 166;

  private final ScriptedServer answers = new ScriptedServer();

  private MongoServer server;
  private String connectionString;

  @BeforeEach
  void start() {
    server = new MongoServer(answers);
    connectionString = server.bindAndGetConnectionString();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void anIndexThatIsNotThereInTimeIsNamedWithWhatItWaitsFor() {
    answers.fail("createIndexes", TIME_IS_OVER);
    assertThatThrownBy(() -> MongoStores.open(connectionString, "school", MongoLimits.DEFAULT))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("was not there within 30 minutes")
        .hasMessageContaining("all members that vote are up");
  }

  @Test
  void aRosterThatIsAViewIsReadAndAskedForNoIndexes() {
    answers.fail("listIndexes", NOT_OF_A_VIEW);
    var mapping = RosterMapping.of(Map.of("school", "hill"));
    try (var stores =
        MongoStores.open(connectionString + "/school", mapping, MongoLimits.DEFAULT)) {
      assertThat(stores.roster().schools()).hasSize(1);
    }
  }
}
