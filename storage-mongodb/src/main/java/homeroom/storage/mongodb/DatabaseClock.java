// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import java.time.Instant;
import java.util.Objects;
import org.bson.Document;

/**
 * The database's own clock, so that no two machines need agree. Any thread may ask; blocks.
 *
 * @param collection keeps the document that it is read by
 */
record DatabaseClock(MongoCollection<Document> collection) {

  private static final Document CLOCK = new Document("_id", "clock");

  Instant now() {
    Document clock =
        collection.findOneAndUpdate(
            CLOCK,
            new Document("$currentDate", new Document("now", true)),
            new FindOneAndUpdateOptions()
                .upsert(true)
                .returnDocument(ReturnDocument.AFTER)
                .projection(new Document("now", 1)));
    return new DocumentReader(Objects.requireNonNull(clock, "upserted")).time("now");
  }
}
