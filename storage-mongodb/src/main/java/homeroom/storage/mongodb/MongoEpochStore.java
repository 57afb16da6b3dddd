// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.message.Epoch;
import homeroom.chat.message.EpochStore;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.bson.Document;

/** One document beside the version of the store. Runs on the caller's thread. */
final class MongoEpochStore implements EpochStore {

  private static final Document EPOCH = new Document("_id", "epoch");

  private final MongoCollection<Document> schema;
  private final MongoCalls calls;

  MongoEpochStore(Collections collections, MongoCalls calls) {
    this.schema = collections.schema();
    this.calls = calls;
  }

  /** Gives the store its first epoch, unless it has one. */
  static void start(MongoDatabase database) {
    var first = new Epoch(UUID.randomUUID().toString(), Instant.EPOCH, false);
    database
        .getCollection(Collections.SCHEMA)
        .updateOne(
            EPOCH, new Document("$setOnInsert", document(first)), new UpdateOptions().upsert(true));
  }

  @Override
  public Epoch epoch() {
    Document found = calls.run(() -> schema.find(EPOCH).first());
    if (found == null) {
      throw new MongoFault("The store has no epoch: the document of homeroom-schema is gone.");
    }
    var read = new DocumentReader(found);
    return new Epoch(read.text("epoch"), read.time("since"), read.flag("copied"));
  }

  @Override
  public void replace(Epoch epoch) {
    calls.write(() -> schema.updateOne(EPOCH, new Document("$set", document(epoch))));
  }

  @Override
  public boolean replaceCopied(Epoch epoch) {
    var ofCopy = new Document(EPOCH).append("copied", true);
    return calls.write(() ->
        schema.updateOne(ofCopy, new Document("$set", document(epoch))).getMatchedCount() == 1);
  }

  private static Document document(Epoch epoch) {
    return new Document("epoch", epoch.id())
        .append("since", Date.from(epoch.since()))
        .append("copied", epoch.copied());
  }
}
