package homeroom.storage.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.contracts.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a server in this process that speaks MongoDB's protocol. */
class MongoContractsTest implements MongoContracts {

  private static MongoServer server;
  private static MongoStores first;
  private static MongoStores second;

  @BeforeAll
  static void open() {
    server = new MongoServer(new MemoryBackend());
    String connectionString = server.bindAndGetConnectionString();
    first = MongoStores.open(connectionString, "contracts", MongoLimits.DEFAULT);
    second = MongoStores.open(connectionString, "contracts", MongoLimits.DEFAULT);
  }

  @AfterAll
  static void close() {
    second.close();
    first.close();
    server.shutdownNow();
  }

  @Override
  public Stores stores() {
    return MongoContracts.storesOf(first);
  }

  @Override
  public Stores secondStores() {
    return MongoContracts.storesOf(second);
  }
}
