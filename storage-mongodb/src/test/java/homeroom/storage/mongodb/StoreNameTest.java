// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinarySubType;
import org.bson.Document;
import org.bson.types.Binary;
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

  @Test
  void howAConnectionStringWantsUuidsMakesNoOtherName() {
    var uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    byte[] bytes = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
    assertThat(StoreName.identity(new Binary(BsonBinarySubType.UUID_STANDARD, bytes)))
        .isEqualTo(StoreName.identity(uuid))
        .hasSize(32);
    assertThat(StoreName.identity(null)).isEmpty();
  }
}
