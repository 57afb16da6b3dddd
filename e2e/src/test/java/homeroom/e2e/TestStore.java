package homeroom.e2e;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;
import java.util.Map;

/**
 * The store that the servers of the tests run on: SQLite, or with {@code
 * -Dhomeroom.e2e.store=mongodb} a server in this process that speaks MongoDB's protocol, with a
 * database for each data directory.
 */
final class TestStore {

  private static final boolean ON_MONGODB =
      "mongodb".equals(System.getProperty("homeroom.e2e.store", "sqlite"));

  /** Started on first use; ends with the tests. */
  private static final class Shared {
    private static final String ADDRESS =
        new MongoServer(new MemoryBackend()).bindAndGetConnectionString();
  }

  private TestStore() {}

  /** What a command with these arguments finds in its environment. */
  static Map<String, String> environment(List<String> arguments) {
    int data = arguments.indexOf("--data");
    return ON_MONGODB && data >= 0 && !arguments.contains("--store")
        ? Map.of("HOMEROOM_STORE", address(arguments.get(data + 1)))
        : Map.of();
  }

  private static String address(String data) {
    return Shared.ADDRESS + "/e2e-" + Integer.toHexString(data.hashCode());
  }
}
