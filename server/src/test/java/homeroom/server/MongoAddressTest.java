// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.bus.NodeId;
import homeroom.storage.mongodb.RosterMapping;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** A database that a server has to itself, or nodes together. */
class MongoAddressTest {

  private static final byte[] SECRET = new byte[32];

  @Test
  void aNodeThatIsRefusedLeavesNothingOfWhatNodesShare() throws Exception {
    var server = new MongoServer(new MemoryBackend());
    String connection = server.bindAndGetConnectionString();
    var address = new MongoAddress(connection + "/school", RosterMapping.OWN);
    var node = new NodeId("a", "1");
    try (MongoClient client = MongoClients.create(connection)) {
      MongoDatabase database = client.getDatabase("school");
      try (OpenStores _ = address.openAlone()) {
        Set<String> before = collections(database);
        assertThatThrownBy(() -> address.openAsNode(node, SECRET))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("A Homeroom server without --cluster runs on this database");
        assertThat(collections(database)).isEqualTo(before);
        assertThat(storeName(database)).isZero();
      }
      try (OpenStores open = address.openAsNode(node, SECRET)) {
        assertThat(open.shared()).isNotNull();
        assertThat(storeName(database)).isOne();
      }
    } finally {
      server.shutdownNow();
    }
  }

  private static Set<String> collections(MongoDatabase database) {
    return database.listCollectionNames().into(new HashSet<>());
  }

  private static long storeName(MongoDatabase database) {
    return database.getCollection("homeroom-schema").countDocuments(new Document("_id", "name"));
  }
}
