// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import homeroom.chat.contracts.Fixtures;
import homeroom.chat.school.StoreUnavailable;
import homeroom.storage.mongodb.ServerLease.Answer.Granted;
import homeroom.storage.mongodb.ServerLease.Answer.Refused;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may serve a database. */
class LeaseTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final TestDatabase database = new TestDatabase();
  private final MongoStores first = database.open();
  private final MongoStores second = database.open();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aSecondServerIsRefusedAndToldWhoServes() {
    try (ServerLease lease = granted(first, "tower", SHORT)) {
      assertThat(second.claim("attic", SHORT))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.why()).contains("tower, since 20").contains("lasts until 20"));
      assertThat(lease.isHeld()).isTrue();
    }
  }

  @Test
  void aLeaseGivenBackIsFreeAtOnce() {
    granted(first, "tower", LONG).close();
    granted(second, "attic", LONG).close();
  }

  @Test
  void whoGaveTheLeaseBackWritesNothing() {
    ServerLease lease = granted(first, "tower", LONG);
    first.probe();
    lease.close();
    assertThat(lease.isHeld()).isFalse();
    assertThatThrownBy(first::probe)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("lease");
  }

  @Test
  void theLeaseOfADeadServerEnds() {
    var dying = database.open();
    var dead = granted(dying, "tower", SHORT);
    dying.close();
    granted(second, "attic", SHORT).close();
    assertThat(dead.isHeld()).isFalse();
    dead.close();
  }

  @Test
  void aServerThatLostItsLeaseWritesNothingAndIsTold() throws Exception {
    Fixtures school = Fixtures.in(first);
    var group = school.group("Maths", school.ada, school.bob);
    try (ServerLease lease = granted(first, "tower", SHORT);
        MongoClient client = MongoClients.create(database.connectionString())) {
      var told = new CompletableFuture<String>();
      lease.whenLost(told::complete);
      school.send(group, school.ada, "held");
      client
          .getDatabase("school")
          .getCollection("homeroom-leases")
          .updateOne(
              new Document("_id", "server"),
              new Document("$set", new Document("process", "another")));
      assertThat(told.get(1, TimeUnit.MINUTES)).contains("took over");
      assertThatThrownBy(() -> school.send(group, school.ada, "lost"))
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("lease");
      assertThat(first.messages().head(school.schoolId(), group.id())).isEqualTo(1);
    }
  }

  @Test
  void aWriteThatTheLeaseDidNotOutlastIsNotAcknowledged() {
    var calls = new MongoCalls(MongoLimits.DEFAULT);
    var held = new AtomicBoolean(true);
    calls.writeOnlyWhile(held::get);
    assertThatThrownBy(() -> calls.write(() -> held.getAndSet(false)))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("lease");
    assertThatThrownBy(() -> calls.write(() -> fail("it must not be tried")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(calls.<String>run(() -> "reads go on")).isNotEmpty();
  }

  private static ServerLease granted(MongoStores stores, String holder, Duration duration) {
    return ((Granted) stores.claim(holder, duration)).lease();
  }
}
