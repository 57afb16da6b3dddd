// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import org.junit.jupiter.api.Assumptions;

/** A real MongoDB, for what the server in this process cannot do. */
final class RealServer {

  private static final String VARIABLE = "HOMEROOM_TEST_MONGODB_URI";

  private RealServer() {}

  /** Skips the test, and says why, where there is none. */
  static MongoClientSettings.Builder settings() {
    String uri = System.getenv(VARIABLE);
    Assumptions.assumeTrue(
        uri != null, "needs a real MongoDB: set " + VARIABLE + " to its connection string");
    return MongoClientSettings.builder()
        .applyConnectionString(new ConnectionString(String.valueOf(uri)));
  }

  /** The name of a database that no test had before. */
  static String freshDatabase() {
    return "homeroom-test-" + System.nanoTime();
  }
}
