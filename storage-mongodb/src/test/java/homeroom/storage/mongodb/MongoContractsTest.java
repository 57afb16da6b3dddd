// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.Stores;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On a server in this process that speaks MongoDB's protocol. */
class MongoContractsTest implements MongoContracts {

  private static final QueryShapes SHAPES = new QueryShapes();

  private static MongoServer server;
  private static String connectionString;
  private static MongoStores first;
  private static MongoStores second;

  @BeforeAll
  static void open() {
    server = new MongoServer(new MemoryBackend());
    connectionString = server.bindAndGetConnectionString();
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(connectionString))
            .addCommandListener(SHAPES)
            .build();
    first = MongoStores.open(settings, "contracts", MongoLimits.DEFAULT);
    second = MongoStores.open(settings, "contracts", MongoLimits.DEFAULT);
    new Day(first).live();
    try (var another = MongoStores.open(settings, "contracts", MongoLimits.DEFAULT)) {
      Day.serve(another);
    }
  }

  /** After the whole suite every query it sent must be listed, with an index that is there. */
  @AfterAll
  static void close() throws IOException {
    try {
      Map<String, String> listed = ListedQueries.read();
      assertThat(SHAPES.all()).containsExactlyInAnyOrderElementsOf(listed.keySet());
      ListedQueries.requireIndexes(connectionString, "contracts", listed);
    } finally {
      second.close();
      first.close();
      server.shutdownNow();
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
