// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;

/**
 * Dates everything by the clock of the server. Runs on the caller's thread; any thread may call.
 */
final class MongoHintStore implements HintStore {

  static final Duration KEPT = Duration.ofMinutes(10);

  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private final MongoCollection<Document> changes;
  private final MongoCalls calls;

  MongoHintStore(Collections collections, MongoCalls calls) {
    this.changes = collections.changes();
    this.calls = calls;
  }

  @Override
  public void add(SchoolId school, Collection<ConversationId> conversations) {
    List<UpdateOneModel<Document>> hints =
        conversations.stream().map(one -> hint(school, one)).toList();
    if (!hints.isEmpty()) {
      calls.write(() -> changes.bulkWrite(hints));
    }
  }

  /** Only an update can be dated by the server. */
  private static UpdateOneModel<Document> hint(SchoolId school, ConversationId conversation) {
    var fields =
        new Document("schoolId", school.value()).append("conversationId", conversation.value());
    return new UpdateOneModel<>(
        new Document("_id", UUID.randomUUID().toString()),
        new Document("$currentDate", new Document("at", true)).append("$setOnInsert", fields),
        UPSERT);
  }

  @Override
  public List<Hint> since(Instant moment) {
    return calls.run(() ->
        changes
            .find(new Document("at", new Document("$gte", Date.from(moment))))
            .map(found -> hint(new DocumentReader(found)))
            .into(new ArrayList<>()));
  }

  private static Hint hint(DocumentReader found) {
    return new Hint(
        found.text("_id"),
        new SchoolId(found.text("schoolId")),
        new ConversationId(found.text("conversationId")),
        found.time("at"));
  }
}
