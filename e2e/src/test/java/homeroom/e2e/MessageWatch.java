// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.time.Duration;
import java.util.Objects;
import org.bson.Document;

/** Sees which messages a store has, whoever stored them and whether they know it or not. */
final class MessageWatch implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final MongoClient client;
  private final MongoCollection<Document> messages;

  /** Returns when it is connected. */
  MessageWatch(String store) {
    client = MongoClients.create(store);
    String database = Objects.requireNonNull(new ConnectionString(store).getDatabase());
    messages = client.getDatabase(database).getCollection("messages");
    var _ = has("none");
  }

  private boolean has(String clientId) {
    return messages.find(new Document("clientId", clientId)).first() != null;
  }

  /** Returns as soon as it is stored. */
  void awaitStored(String clientId) {
    await("the store has " + clientId)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(PAUSE)
        .until(() -> has(clientId));
  }

  @Override
  public void close() {
    client.close();
  }
}
