// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import homeroom.chat.bus.AnnouncedText;
import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.Notice;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
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
        conversations.stream()
            .map(one ->
                hint(
                    UUID.randomUUID().toString(),
                    new Document("schoolId", school.value()).append("conversationId", one.value())))
            .toList();
    if (!hints.isEmpty()) {
      calls.write(() -> changes.bulkWrite(hints));
    }
  }

  @Override
  public void add(SchoolId school, Notice.Announced announced) {
    var fields =
        new Document("schoolId", school.value()).append("notice", AnnouncedText.write(announced));
    calls.write(() -> changes.bulkWrite(List.of(hint(announced.id(), fields))));
  }

  /** Only an update can be dated by the server. */
  private static UpdateOneModel<Document> hint(String id, Document fields) {
    return new UpdateOneModel<>(
        new Document("_id", id),
        new Document("$currentDate", new Document("at", true)).append("$setOnInsert", fields),
        UPSERT);
  }

  @Override
  public List<Hint> since(Instant moment) {
    return calls.run(() -> {
      var hints = new ArrayList<Hint>();
      for (Document found : changes.find(since(Date.from(moment)))) {
        hint(new DocumentReader(found)).ifPresent(hints::add);
      }
      return hints;
    });
  }

  private static Document since(Date moment) {
    return new Document("at", new Document("$gte", moment));
  }

  /** Empty for what a newer node left and this one knows nothing of. */
  private static Optional<Hint> hint(DocumentReader found) {
    String id = found.text("_id");
    var school = new SchoolId(found.text("schoolId"));
    Instant at = found.time("at");
    String notice = found.textOrNull("notice");
    if (notice == null) {
      var conversation = new ConversationId(found.text("conversationId"));
      return Optional.of(new Hint.OfMessages(id, school, conversation, at));
    }
    return AnnouncedText.read(notice)
        .map(announced -> new Hint.OfNews(id, school, announced.news(), at));
  }
}
