// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import homeroom.chat.bus.NodeId;
import homeroom.storage.mongodb.ServerLease.Answer.Granted;
import homeroom.storage.mongodb.ServingCheck.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node that is to begin is told of those that have the database. */
class ServingCheckTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final TestDatabase database = new TestDatabase();
  private final String connectionString = database.connectionString() + "/" + TestDatabase.NAME;

  @AfterEach
  void close() {
    database.close();
  }

  private static ServerLease node(MongoStores stores, String name) {
    return ((Granted) stores.claim(new NodeId(name, "1"), bytes("secret"), "tower", LONG)).lease();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private ServingCheck look(String secret) {
    return ServingCheck.of(connectionString, bytes(secret));
  }

  @Test
  void anEmptyDatabaseIsNobodysAndStaysEmpty() {
    assertThat(look("secret").server()).isEqualTo(Server.NOBODY);
    try (MongoClient client = MongoClients.create(connectionString)) {
      assertThat(client.getDatabase("school").listCollectionNames()).isEmpty();
    }
  }

  @Test
  void nodesThatLiveAreNamedWithWhetherTheirSecretIsTheSame() {
    try (MongoStores first = database.open();
        MongoStores second = database.open();
        ServerLease a = node(second, "a")) {
      ServerLease b = node(first, "b");
      assertThat(a.isHeld() && b.isHeld()).isTrue();
      assertThat(look("secret").server()).isEqualTo(Server.NODES);
      assertThat(look("other").server()).isEqualTo(Server.NODES_WITH_ANOTHER_SECRET);
      assertThat(look("secret").nodes())
          .extracting(ServingCheck.Node::name)
          .containsExactly("a", "b");
      assertThat(look("secret").nodes().getFirst().holder()).isEqualTo("tower");
      assertThat(look("secret").clockBehind().abs()).isLessThan(Duration.ofSeconds(5));
      b.close();
      assertThat(look("secret").nodes()).extracting(ServingCheck.Node::name).containsExactly("a");
    }
  }

  @Test
  void aServerThatIsNoNodeIsSeen() {
    try (MongoStores stores = database.open()) {
      ServerLease lease = ((Granted) stores.claim("attic", LONG)).lease();
      assertThat(look("secret").server()).isEqualTo(Server.ALONE);
      assertThat(look("secret").holder()).isEqualTo("attic");
      lease.close();
      assertThat(look("secret").server()).isEqualTo(Server.NOBODY);
    }
  }
}
