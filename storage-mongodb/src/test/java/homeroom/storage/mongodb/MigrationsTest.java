// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.KeptAnswers;
import homeroom.storage.mongodb.ServerLease.Answer.Granted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a store of one version becomes one of the next, which only this test knows. */
class MigrationsTest {

  private static final String NAME = "school";
  private static final int VERSION = Migrations.OF_THIS_PROGRAM.newest();
  private static final List<String> ANSWERS = KeptAnswers.kept("0.1.0");

  /** Gives a nickname to everybody; doing it again changes nothing. */
  private static final Migration NICKNAMES =
      new Migration(
          "nicknames",
          (database, _) ->
              database.getCollection("users").find().forEach(user -> name(database, user)));

  private MongoServer server;
  private String connectionString;
  private MongoClient client;

  @BeforeEach
  void keptStore() throws IOException {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    client = MongoClients.create(connectionString);
    KeptStore.of("0.1.0", database());
    KeptStore.open(connectionString, NAME, Migrations.OF_THIS_PROGRAM).close();
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void aStepIsDoneOnceAndKeepsWhatWasStored() {
    var done = new AtomicInteger();
    var migrations = withNext(counted(done));
    assertThat(KeptStore.answers(connectionString, NAME, migrations)).isEqualTo(ANSWERS);
    assertThat(KeptStore.answers(connectionString, NAME, migrations)).isEqualTo(ANSWERS);
    assertThat(done).hasValue(1);
    assertThat(version()).isEqualTo(VERSION + 1);
    assertThat(unnamed()).isZero();
  }

  @Test
  void anEmptyDatabaseGetsEveryStep() {
    database().drop();
    KeptStore.open(connectionString, NAME, withNext(NICKNAMES)).close();
    assertThat(version()).isEqualTo(VERSION + 1);
  }

  @Test
  void aStepThatFailsLeavesTheVersionAndSaysWhatToDo() {
    assertThatThrownBy(() -> KeptStore.open(connectionString, NAME, withNext(failing())))
        .isInstanceOf(MongoFault.class)
        .hasMessageContaining(
            "has version %d and could not be brought to %d (failing: "
                .formatted(VERSION, VERSION + 1))
        .hasMessageContaining("start that one again");
    assertThat(version()).isEqualTo(VERSION);
    assertThat(answers()).isEqualTo(ANSWERS);
    KeptStore.open(connectionString, NAME, withNext(NICKNAMES)).close();
    assertThat(version()).isEqualTo(VERSION + 1);
    assertThat(unnamed()).isZero();
  }

  @Test
  void anUpgradeThatIsKilledIsDoneAgainWhenItsLeaseEnds() throws Exception {
    assertThat(killedUpgrade()).isEqualTo(137);
    assertThat(version()).isEqualTo(VERSION);
    assertThat(answers()).isEqualTo(ANSWERS);
    KeptStore.open(connectionString, NAME, withNext(NICKNAMES)).close();
    assertThat(version()).isEqualTo(VERSION + 1);
    assertThat(unnamed()).isZero();
    assertThat(KeptStore.answers(connectionString, NAME, withNext(NICKNAMES))).isEqualTo(ANSWERS);
  }

  @Test
  void aStoreThatAServerRunsOnIsLeftAndTheServerNamed() {
    try (var old = MongoStores.open(connectionString, NAME, MongoLimits.DEFAULT);
        var lease = ((Granted) old.claim("tower", ServerLease.USUAL)).lease()) {
      MongoStores.open(connectionString, NAME, MongoLimits.DEFAULT).close();
      var done = new AtomicInteger();
      assertThatThrownBy(() -> KeptStore.open(connectionString, NAME, withNext(counted(done))))
          .isInstanceOf(MongoFault.class)
          .hasMessageContaining(
              "has version %d and this program needs version %d".formatted(VERSION, VERSION + 1))
          .hasMessageContaining("tower, since 20")
          .hasMessageContaining("Stop that server");
      assertThat(done).hasValue(0);
      assertThat(lease.isHeld()).isTrue();
    }
    KeptStore.open(connectionString, NAME, withNext(NICKNAMES)).close();
    assertThat(version()).isEqualTo(VERSION + 1);
  }

  @Test
  void ofTwoThatOpenItAtOnceOneDoesTheStep() throws Exception {
    var done = new AtomicInteger();
    var begun = new CompletableFuture<Void>();
    var slow =
        new Migration(
            "slow",
            (database, mapping) -> {
              begun.complete(null);
              counted(done).step().apply(database, mapping);
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var one =
          threads.submit(() -> KeptStore.open(connectionString, NAME, withNext(slow)).close());
      begun.join();
      KeptStore.open(connectionString, NAME, withNext(slow)).close();
      one.get();
    }
    assertThat(done).hasValue(1);
  }

  @Test
  void theProgramOfTheVersionBeforeRefusesTheNewStoreAndLeavesItAsItIs() {
    database().drop();
    database()
        .getCollection("homeroom-schema")
        .insertOne(new Document("_id", "store").append("version", VERSION + 1L));
    assertThatThrownBy(() -> MongoStores.open(connectionString, NAME, MongoLimits.DEFAULT))
        .isInstanceOf(MongoFault.class)
        .hasMessageContaining(
            "version %d, this program knows up to %d".formatted(VERSION + 1, VERSION))
        .hasMessageContaining("start the newer program");
    assertThat(database().listCollectionNames()).containsExactly("homeroom-schema");
  }

  private static Migrations withNext(Migration next) {
    return withNext(next, ServerLease.USUAL);
  }

  static Migrations withNext(Migration next, Duration lease) {
    return Migrations.OF_THIS_PROGRAM.followedBy(next, lease);
  }

  private static Migration counted(AtomicInteger done) {
    return new Migration(
        "counted",
        (database, mapping) -> {
          NICKNAMES.step().apply(database, mapping);
          done.incrementAndGet();
        });
  }

  private static Migration failing() {
    return new Migration(
        "failing",
        (database, _) -> {
          Document first = database.getCollection("users").find().first();
          name(database, first == null ? new Document() : first);
          database.runCommand(new Document("thereIsNoSuchCommand", 1));
        });
  }

  private static void name(MongoDatabase database, Document user) {
    database
        .getCollection("users")
        .updateOne(
            new Document("_id", user.get("_id")),
            new Document("$set", new Document("nickname", user.get("name"))));
  }

  private MongoDatabase database() {
    return client.getDatabase(NAME);
  }

  private long version() {
    Document found = database().getCollection("homeroom-schema").find().first();
    return found == null ? 0 : new DocumentReader(found).number("version");
  }

  private long unnamed() {
    return database().getCollection("users").find().into(new ArrayList<>()).stream()
        .filter(user -> !Objects.equals(user.get("name"), user.get("nickname")))
        .count();
  }

  private List<String> answers() {
    return KeptStore.answers(connectionString, NAME, Migrations.OF_THIS_PROGRAM);
  }

  private int killedUpgrade() throws Exception {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            UpgradeKilled.class.getName(),
            connectionString,
            NAME);
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }
}
