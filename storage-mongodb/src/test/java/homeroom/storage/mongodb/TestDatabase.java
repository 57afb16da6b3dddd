// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.List;

/** One database in memory, and the stores of those who have it open. */
final class TestDatabase implements AutoCloseable {

  static final String NAME = "school";

  private final MongoServer server = new MongoServer(new MemoryBackend());
  private final String connectionString = server.bindAndGetConnectionString();
  private final List<MongoStores> opened = new ArrayList<>();

  /** Which names no database. */
  String connectionString() {
    return connectionString;
  }

  /** The stores as one more process has them, until the database ends. */
  MongoStores open() {
    MongoStores stores = MongoStores.open(connectionString, NAME, MongoLimits.DEFAULT);
    opened.add(stores);
    return stores;
  }

  @Override
  public void close() {
    opened.reversed().forEach(MongoStores::close);
    server.shutdownNow();
  }
}
