// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.KeptAnswers;
import homeroom.chat.contracts.KeptSchools;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a release stored, every later one can read. */
class KeptStoreTest {

  private MongoServer server;
  private String connectionString;

  @BeforeEach
  void start() {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void theStoreOfEveryReleaseOpensAndGivesItsAnswers() throws Exception {
    try (var client = MongoClients.create(connectionString)) {
      for (String release : KeptStore.RELEASES) {
        String name = "kept-" + release.replace('.', '-');
        KeptStore.of(release, client.getDatabase(name));
        assertThat(KeptStore.answers(connectionString, name, Migrations.OF_THIS_PROGRAM))
            .isEqualTo(KeptAnswers.kept(release));
      }
    }
  }

  @Test
  void theSameSchoolsWrittenByThisProgramGiveTheSameAnswers() {
    try (var stores = MongoStores.open(connectionString, "school", MongoLimits.DEFAULT)) {
      KeptSchools.writeTo(stores);
    }
    assertThat(KeptStore.answers(connectionString, "school", Migrations.OF_THIS_PROGRAM))
        .isEqualTo(KeptAnswers.kept("0.1.0"));
  }
}
