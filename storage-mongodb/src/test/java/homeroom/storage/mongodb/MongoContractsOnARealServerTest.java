// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import homeroom.chat.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class MongoContractsOnARealServerTest implements MongoContracts {

  private final String database = RealServer.freshDatabase();

  private MongoClientSettings settings;
  private MongoStores first;
  private MongoStores second;

  @BeforeAll
  void open() {
    settings = RealServer.settings().build();
    first = MongoStores.open(settings, database, MongoLimits.DEFAULT);
    second = MongoStores.open(settings, database, MongoLimits.DEFAULT);
  }

  @AfterAll
  void close() {
    if (second != null) {
      second.close();
      first.close();
      try (var client = MongoClients.create(settings)) {
        client.getDatabase(database).drop();
      }
    }
  }

  @Override
  public Stores stores() {
    return first;
  }

  @Override
  public Stores secondStores() {
    return second;
  }
}
