// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;

/**
 * What tells this store from every other one: 24 hex digits of what is kept in it, the name of its
 * database, and the identity that the server gives to the collection where it is kept. So a copy
 * has another one, and so has what was restored into new collections; a node that reads it before
 * and one that reads it after such a thing do not hear each other.
 */
final class StoreName {

  private static final Document NAME = new Document("_id", "name");
  private static final String KEPT = "name";
  private static final int BYTES = 12;

  private StoreName() {}

  /** Makes what is kept if nothing is. */
  static String of(MongoDatabase database) {
    MongoCollection<Document> schema = database.getCollection(Collections.SCHEMA);
    Document kept = schema.find(NAME).first();
    if (kept == null) {
      var fresh = new Document(KEPT, UUID.randomUUID().toString());
      schema.updateOne(NAME, new Document("$setOnInsert", fresh), new UpdateOptions().upsert(true));
      kept = schema.find(NAME).first();
    }
    if (kept == null) {
      throw new MongoFault("The name of the store was deleted while it was read.");
    }
    return digest(
        new DocumentReader(kept).text(KEPT)
            + '\n'
            + database.getName()
            + '\n'
            + identity(database));
  }

  /** Empty where the server knows none. */
  private static String identity(MongoDatabase database) {
    Document found =
        database.listCollections().filter(new Document("name", Collections.SCHEMA)).first();
    @Nullable Document info = found == null ? null : found.get("info", Document.class);
    return identity(info == null ? null : info.get("uuid"));
  }

  /** The same 32 hex digits for every {@code uuidRepresentation} of the connection string. */
  static String identity(@Nullable Object uuid) {
    return switch (uuid) {
      case Binary bytes -> HexFormat.of().formatHex(bytes.getData());
      case UUID standard -> standard.toString().replace("-", "");
      case null, default -> "";
    };
  }

  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
