// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.school.StoreUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers hear when something is wrong, and what they never hear. */
class FaultsTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final MongoLimits IMPATIENT =
      new MongoLimits(2, 2, 4, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, LONG);

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
  void aServerThatIsNotThereIsUnavailableAndItsPasswordStaysSecret() {
    server.shutdownNow();
    String withPassword = connectionString.replace("mongodb://", "mongodb://tina:pass-7b@");
    assertThatThrownBy(() -> MongoStores.open(withPassword, "school", IMPATIENT))
        .isInstanceOf(StoreUnavailable.class)
        .satisfies(error ->
            assertThat(everythingOf(error)).doesNotContain("tina", "pass-7b", "127.0.0.1"));
  }

  @Test
  void aConnectionStringThatCannotBeUnderstoodIsNotRepeated() {
    for (String wrong :
        List.of("postgres://tina:pass-7b@host", "mongodb://tina:pass/7b@host:x", "")) {
      assertThatThrownBy(() -> MongoStores.open(wrong, "school", IMPATIENT))
          .isInstanceOf(MongoFault.class)
          .hasMessageContaining("mongodb://name:password@host")
          .satisfies(error ->
              assertThat(everythingOf(error)).doesNotContain("tina", "pass-7b", "pass/7b"));
    }
  }

  @Test
  void aServerThatGoesAwayIsUnavailable() {
    try (var stores = MongoStores.open(connectionString, "school", IMPATIENT)) {
      Fixtures school = Fixtures.in(stores);
      var group = school.group("Maths", school.ada, school.bob);
      server.shutdownNow();
      assertThatThrownBy(() -> school.send(group, school.ada, "hello"))
          .isInstanceOfSatisfying(
              StoreUnavailable.class, away -> assertThat(away.retryAfterMillis()).isPositive());
      assertThatThrownBy(() -> stores.roster().version()).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void aStoreWhoseUniqueIndexCannotBeMadeDoesNotOpen() {
    try (var client = MongoClients.create(connectionString)) {
      client
          .getDatabase("school")
          .getCollection("class-enrollments")
          .insertMany(
              List.of(
                  new Document("classId", "7b").append("studentId", "ada"),
                  new Document("classId", "7b").append("studentId", "ada")));
    }
    assertThatThrownBy(() -> MongoStores.open(connectionString, "school", IMPATIENT))
        .isInstanceOf(MongoFault.class)
        .hasMessageContaining(
            "[classId, studentId] of the collection class-enrollments cannot be made")
        .satisfies(error -> assertThat(everythingOf(error)).doesNotContain("ada"));
  }

  @Test
  void aDocumentThatCannotBeUnderstoodIsAFaultThatQuotesNothing() {
    try (var client = MongoClients.create(connectionString);
        var stores = MongoStores.open(connectionString, "school", IMPATIENT)) {
      Fixtures school = Fixtures.in(stores);
      client
          .getDatabase("school")
          .getCollection("users")
          .updateOne(
              new Document("_id", school.ada.id().value()),
              new Document("$set", new Document("name", 42)));
      assertThatThrownBy(() -> stores.roster().userById(school.ada.id()))
          .isInstanceOf(MongoFault.class)
          .hasMessage("The field 'name' of a document is of a wrong type.");
    }
  }

  @Test
  void aClosedStoreRefusesCalls() {
    MongoStores stores = MongoStores.open(connectionString, "school", IMPATIENT);
    stores.close();
    assertThatThrownBy(() -> stores.roster().schools())
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("closed");
  }

  @Test
  void oneCallMoreThanMayWaitIsRefusedAtOnce() {
    var calls =
        new MongoCalls(new MongoLimits(1, 1, 0, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, LONG));
    assertThatThrownBy(() -> calls.run(() -> calls.run(() -> "one too many")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("Too many calls");
    assertThat(calls.<String>run(() -> "there is room again")).isNotEmpty();
  }

  private static String everythingOf(Throwable error) {
    var all = new StringWriter();
    error.printStackTrace(new PrintWriter(all, true));
    return all.toString();
  }
}
