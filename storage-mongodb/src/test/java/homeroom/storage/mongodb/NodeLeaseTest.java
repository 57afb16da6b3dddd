// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import homeroom.chat.bus.NodeId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.storage.mongodb.ServerLease.Answer;
import homeroom.storage.mongodb.ServerLease.Answer.Granted;
import homeroom.storage.mongodb.ServerLease.Answer.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which nodes may serve a database together. */
class NodeLeaseTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final TestDatabase database = new TestDatabase();
  private final MongoStores first = database.open();
  private final MongoStores second = database.open();
  private final MongoStores third = database.open();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void nodesWithOneSecretServeTogether() {
    try (ServerLease a = granted(node(first, "a", "secret", SHORT));
        ServerLease b = granted(node(second, "b", "secret", SHORT))) {
      assertThat(a.isHeld()).isTrue();
      assertThat(b.isHeld()).isTrue();
      first.probe();
      second.probe();
    }
  }

  @Test
  void aNodeWhoseNameAnotherHasIsRefused() {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT))) {
      assertThat(why(node(second, "a", "secret", SHORT)))
          .contains("the name 'a' lives: tower, since 20");
      assertThat(lease.isHeld()).isTrue();
    }
  }

  @Test
  void aNodeWithAnotherSecretIsRefusedAndKeepsNoName() {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT))) {
      assertThat(why(node(second, "b", "other", SHORT)))
          .contains("node a (tower) since 20", "another secret");
      assertThat(lease.isHeld()).isTrue();
      granted(node(third, "b", "secret", SHORT)).close();
    }
  }

  @Test
  void aServerThatIsNoNodeIsRefusedBesideNodes() {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT))) {
      assertThat(why(second.claim("attic", SHORT)))
          .contains("Nodes of a cluster", "node a (tower), since 20", "--cluster");
      assertThat(lease.isHeld()).isTrue();
    }
  }

  @Test
  void aNodeIsRefusedBesideAServerThatIsNone() {
    try (ServerLease lease = granted(first.claim("attic", SHORT))) {
      assertThat(why(node(second, "a", "secret", SHORT)))
          .contains("without --cluster", "attic, since 20");
      assertThat(lease.isHeld()).isTrue();
    }
  }

  @Test
  void theDatabaseIsFreeAsSoonAsTheLastNodeLeft() {
    ServerLease a = granted(node(first, "a", "secret", LONG));
    ServerLease b = granted(node(second, "b", "secret", LONG));
    a.close();
    assertThat(b.isHeld()).isTrue();
    second.probe();
    b.close();
    granted(third.claim("attic", LONG)).close();
  }

  @Test
  void aNodeThatLeftMayComeBackAtOnce() {
    try (ServerLease b = granted(node(first, "b", "secret", LONG))) {
      granted(node(second, "a", "secret", LONG)).close();
      granted(node(third, "a", "secret", LONG)).close();
      assertThat(b.isHeld()).isTrue();
    }
  }

  @Test
  void theNameOfADeadNodeIsFreeInAWhileAndTheClusterWithTheLastOne() {
    var dying = database.open();
    var dead = granted(node(dying, "a", "secret", SHORT));
    dying.close();
    ServerLease next = granted(node(second, "a", "secret", SHORT));
    assertThat(next.isHeld()).isTrue();
    second.close();
    granted(node(third, "b", "other", SHORT)).close();
    next.close();
    dead.close();
  }

  @Test
  void aNodeWhoseNameAnotherTookWritesNothingAndIsTold() throws Exception {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT));
        MongoClient client = MongoClients.create(database.connectionString())) {
      var told = new CompletableFuture<String>();
      lease.whenLost(told::complete);
      leases(client).updateOne(new Document("_id", "node a"), process("another"));
      assertThat(told.get(1, TimeUnit.MINUTES)).contains("node of this name", "took over");
      assertThatThrownBy(first::probe)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("lease");
    }
  }

  @Test
  void aNodeWhoseDatabaseAServerTookIsTold() throws Exception {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT));
        MongoClient client = MongoClients.create(database.connectionString())) {
      var told = new CompletableFuture<String>();
      lease.whenLost(told::complete);
      leases(client).updateOne(new Document("_id", "server"), process("another"));
      assertThat(told.get(1, TimeUnit.MINUTES)).contains("took over");
      assertThat(lease.isHeld()).isFalse();
    }
  }

  @Test
  void theSecretDoesNotComeIntoTheDatabase() {
    try (ServerLease lease = granted(node(first, "a", "secret", SHORT));
        MongoClient client = MongoClients.create(database.connectionString())) {
      assertThat(lease.isHeld()).isTrue();
      Document found =
          Objects.requireNonNull(leases(client).find(new Document("_id", "server")).first());
      assertThat(found.getString("process")).startsWith("cluster ").doesNotContain("secret");
    }
  }

  private static MongoCollection<Document> leases(MongoClient client) {
    return client.getDatabase("school").getCollection("homeroom-leases");
  }

  private static Document process(String other) {
    return new Document("$set", new Document("process", other));
  }

  private static Answer node(MongoStores stores, String name, String secret, Duration duration) {
    return stores.claim(
        new NodeId(name, Long.toString(System.nanoTime())),
        secret.getBytes(StandardCharsets.UTF_8),
        "tower",
        duration);
  }

  private static ServerLease granted(Answer answer) {
    return ((Granted) answer).lease();
  }

  private static String why(Answer answer) {
    return ((Refused) answer).why();
  }
}
