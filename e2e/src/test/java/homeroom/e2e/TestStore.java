// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * The store that the servers of the tests run on: SQLite, or with {@code
 * -Dhomeroom.e2e.store=mongodb} a server in this process that speaks MongoDB's protocol, or a
 * MongoDB that {@code -Dhomeroom.mongodb=mongodb://127.0.0.1:27017} names, with a database for each
 * data directory.
 */
final class TestStore {

  private static final boolean ON_MONGODB =
      "mongodb".equals(System.getProperty("homeroom.e2e.store", "sqlite"));

  /** Started on first use; ends with the tests. */
  private static final class Shared {
    private static final String ADDRESS = address();

    private static String address() {
      String given = System.getProperty("homeroom.mongodb");
      return given == null
          ? new MongoServer(new MemoryBackend()).bindAndGetConnectionString()
          : given;
    }
  }

  private TestStore() {}

  /** What a command with these arguments finds in its environment. */
  static Map<String, String> environment(List<String> arguments) {
    int data = arguments.indexOf("--data");
    return ON_MONGODB && data >= 0 && !arguments.contains("--store")
        ? Map.of("HOMEROOM_STORE", address(arguments.get(data + 1)))
        : Map.of();
  }

  /** What the audit log of the server on that directory says that somebody did to something. */
  static List<String> audited(Path data, String actor, String target) throws SQLException {
    return ON_MONGODB
        ? auditedInMongo(data.toString(), actor, target)
        : auditedInFile(data, actor, target);
  }

  private static List<String> auditedInMongo(String data, String actor, String target) {
    try (MongoClient client = MongoClients.create(Shared.ADDRESS)) {
      return client
          .getDatabase(database(data))
          .getCollection("audit")
          .find(new Document("actor", actor).append("target", target))
          .sort(new Document("seq", 1))
          .map(entry -> entry.getString("action"))
          .into(new ArrayList<>());
    }
  }

  private static List<String> auditedInFile(Path data, String actor, String target)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("homeroom.db"));
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT action FROM audit_entries WHERE actor = ? AND target = ? ORDER BY seq")) {
      query.setString(1, actor);
      query.setString(2, target);
      var actions = new ArrayList<String>();
      ResultSet rows = query.executeQuery();
      while (rows.next()) {
        actions.add(rows.getString(1));
      }
      return actions;
    }
  }

  private static String address(String data) {
    return Shared.ADDRESS + "/" + database(data);
  }

  private static String database(String data) {
    return "e2e-" + Integer.toHexString(data.hashCode());
  }
}
