// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What tells one store from another to those who share a bus. */
class StoreNameTest {

  @Test
  void aStoreHasOneNameAndACopyOfItBesideAnother() {
    var server = new MongoServer(new MemoryBackend());
    String address = server.bindAndGetConnectionString();
    try (MongoStores school = MongoStores.open(address, "school", MongoLimits.DEFAULT);
        MongoClient client = MongoClients.create(address)) {
      String name = school.clusterStores().name();
      assertThat(school.clusterStores().name()).isEqualTo(name);
      MongoCollection<Document> copied =
          client.getDatabase("copy").getCollection(Collections.SCHEMA);
      List<Document> kept =
          client
              .getDatabase("school")
              .getCollection(Collections.SCHEMA)
              .find()
              .into(new ArrayList<>());
      copied.insertMany(kept);
      try (MongoStores copy = MongoStores.open(address, "copy", MongoLimits.DEFAULT)) {
        assertThat(copy.clusterStores().name()).isNotEqualTo(name);
      }
    } finally {
      server.shutdownNow();
    }
  }
}
