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
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * On a server in this process that speaks MongoDB's protocol, or on the MongoDB that {@code
 * -Dhomeroom.mongodb=mongodb://127.0.0.1:27017} names, in a database that is new each time.
 */
class MongoContractsTest implements MongoContracts {

  private static final QueryShapes SHAPES = new QueryShapes();

  private static final String DATABASE =
      "contracts-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

  private static @Nullable MongoServer server;
  private static String connectionString;
  private static MongoStores first;
  private static MongoStores second;

  @BeforeAll
  static void open() {
    String given = System.getProperty("homeroom.mongodb");
    if (given == null) {
      var inside = new MongoServer(new MemoryBackend());
      server = inside;
      connectionString = inside.bindAndGetConnectionString();
    } else {
      connectionString = given;
    }
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(connectionString))
            .addCommandListener(SHAPES)
            .build();
    first = MongoStores.open(settings, DATABASE, MongoLimits.DEFAULT);
    second = MongoStores.open(settings, DATABASE, MongoLimits.DEFAULT);
    new Day(first).live();
    try (var another = MongoStores.open(settings, DATABASE, MongoLimits.DEFAULT)) {
      Day.serve(another);
    }
  }

  /** After the whole suite every query it sent must be listed, with an index that is there. */
  @AfterAll
  static void close() throws IOException {
    try {
      Map<String, String> listed = ListedQueries.read();
      assertThat(SHAPES.all()).containsExactlyInAnyOrderElementsOf(listed.keySet());
      ListedQueries.requireIndexes(connectionString, DATABASE, listed);
    } finally {
      second.close();
      first.close();
      MongoServer inside = server;
      if (inside != null) {
        inside.shutdownNow();
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
