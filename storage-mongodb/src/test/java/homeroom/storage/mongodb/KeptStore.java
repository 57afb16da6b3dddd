// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.contracts.KeptAnswers;
import homeroom.chat.contracts.KeptSchools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Stores that earlier releases wrote, a file of JSON lines (extended JSON, canonical) for each
 * collection, and the program that writes those of this release.
 */
final class KeptStore {

  /** Every release whose store is kept. */
  static final List<String> RELEASES = List.of("0.1.0");

  private static final List<String> COLLECTIONS =
      List.of(
          "schools",
          "users",
          "classes",
          "class-teachers",
          "class-enrollments",
          "conversations",
          "messages",
          "receipts",
          "receipt-advances",
          "audit",
          "ended-tokens",
          "homeroom-schema");

  private static final JsonWriterSettings CANONICAL =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  private KeptStore() {}

  /** Puts the store of the release into the database, without its indexes. */
  static void of(String release, MongoDatabase database) throws IOException {
    for (String name : COLLECTIONS) {
      String kept = "kept/" + release + "/" + name + ".jsonl";
      try (InputStream in = KeptStore.class.getResourceAsStream(kept)) {
        if (in == null) {
          throw new IOException("there is no " + kept);
        }
        List<BsonDocument> documents =
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(BsonDocument::parse)
                .toList();
        collection(database, name).insertMany(documents);
      }
    }
  }

  static List<String> answers(String connectionString, String database, Migrations migrations) {
    try (var stores = open(connectionString, database, migrations)) {
      return KeptAnswers.of(stores, stores.transfer());
    }
  }

  static MongoStores open(String connectionString, String database, Migrations migrations) {
    var settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(connectionString))
            .build();
    return MongoStores.open(settings, database, RosterMapping.OWN, MongoLimits.DEFAULT, migrations);
  }

  /**
   * The directory to write the files into. Done once, when a release is made. ObjectIds and the
   * time of the schema's version are those of the writing; nothing that is answered depends on
   * them.
   */
  public static void main(String[] args) throws IOException {
    var server = new MongoServer(new MemoryBackend());
    String connectionString = server.bindAndGetConnectionString();
    try (var stores = MongoStores.open(connectionString, "kept", MongoLimits.DEFAULT);
        var client = MongoClients.create(connectionString)) {
      KeptSchools.writeTo(stores);
      for (String name : COLLECTIONS) {
        List<String> lines =
            collection(client.getDatabase("kept"), name)
                .find()
                .sort(new Document("_id", 1))
                .map(document -> document.toJson(CANONICAL))
                .into(new ArrayList<>());
        Files.write(Path.of(args[0], name + ".jsonl"), lines);
      }
    } finally {
      server.shutdownNow();
    }
  }

  private static MongoCollection<BsonDocument> collection(MongoDatabase database, String name) {
    return database.getCollection(name, BsonDocument.class);
  }
}
