// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.storage.mongodb.RosterMapping;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says of a store in MongoDB. */
class DoctorMongoTest {

  private MongoServer server;
  private MongoAddress address;

  @SuppressWarnings("NullAway.Init")
  DoctorMongoTest() {}

  @BeforeEach
  void start() {
    server = new MongoServer(new MemoryBackend());
    address = new MongoAddress(server.bindAndGetConnectionString() + "/school", RosterMapping.OWN);
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void anEmptyDatabaseOfASingleServerIsAWarningAndStaysEmpty() {
    assertThat(said(Clock.systemUTC()))
        .contains("MongoDB answers within", "It is a single server", "no school in it yet")
        .doesNotContain("broken ");
    try (MongoClient client = MongoClients.create(address.connectionString())) {
      assertThat(client.getDatabase("school").listCollectionNames()).isEmpty();
    }
  }

  @Test
  void aStoreThatWasOpenedHasItsVersionAndAllIndexes() {
    address.open().close();
    assertThat(said(Clock.systemUTC()))
        .contains("The store has version ")
        .doesNotContain("Indexes are missing", "broken ");
  }

  @Test
  void indexesThatAreGoneAreNamed() {
    address.open().close();
    try (MongoClient client = MongoClients.create(address.connectionString())) {
      client.getDatabase("school").getCollection("messages").drop();
    }
    assertThat(said(Clock.systemUTC())).contains("Indexes are missing", "messages");
  }

  @Test
  void aClockThatIsAnotherIsAWarning() {
    assertThat(said(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5))))
        .containsPattern("Its clock is (299|300|301) seconds behind this machine's");
  }

  @Test
  void oneThatDoesNotAnswerIsBroken() {
    server.shutdownNow();
    assertThat(said(Clock.systemUTC())).contains("broken   MongoDB does not answer");
  }

  private String said(Clock clock) {
    List<Finding> findings = new DoctorMongo(address, clock).findings();
    return findings.stream().map(Finding::text).collect(Collectors.joining("\n"));
  }
}
