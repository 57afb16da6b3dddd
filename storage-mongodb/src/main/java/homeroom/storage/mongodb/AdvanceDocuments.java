// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import homeroom.chat.message.Watermark;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;

/**
 * When watermarks came to which seq: those of one write and conversation in a document, unless they
 * went further than {@link Advance#SPAN}. Those of whoever left stay; they end where a watermark
 * that begins anew begins.
 */
final class AdvanceDocuments {

  private final MongoCollection<Document> batches;
  private final MongoCollection<Document> far;
  private final MongoCollection<Document> watermarks;

  AdvanceDocuments(Collections collections) {
    this.batches = collections.advanceBatches();
    this.far = collections.receiptAdvances();
    this.watermarks = collections.watermarks();
  }

  /** Notes what moved; one that was noted before keeps its time. */
  void keep(List<AdvanceBatch.Place> moved) {
    var near = new ArrayList<Document>();
    var apart = new ArrayList<Document>();
    for (AdvanceBatch.Place place : moved) {
      var shared = new ArrayList<Advance>();
      for (Standing standing : place.changed()) {
        for (Advance each : standing.reached()) {
          if (each.isFar()) {
            apart.add(each.document(place.school(), place.id()));
          } else {
            shared.add(each);
          }
        }
      }
      addNear(near, place, shared);
    }
    if (!near.isEmpty()) {
      batches.insertMany(near);
    }
    if (!apart.isEmpty()) {
      keepApart(apart);
    }
  }

  /** Usually one. */
  private static void addNear(
      List<Document> documents, AdvanceBatch.Place place, List<Advance> advances) {
    List<Advance> left = advances;
    while (!left.isEmpty()) {
      long highest = left.stream().mapToLong(Advance::seq).max().orElseThrow();
      var some = new ArrayList<Document>(left.size());
      var others = new ArrayList<Advance>(0);
      for (Advance each : left) {
        if (each.seq() > highest - Advance.SPAN) {
          some.add(each.document());
        } else {
          others.add(each);
        }
      }
      documents.add(
          new Document("conversationId", place.id().value())
              .append("schoolId", place.school().value())
              .append("seq", highest)
              .append("advances", some));
      left = others;
    }
  }

  private void keepApart(List<Document> apart) {
    try {
      far.insertMany(apart, new InsertManyOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      if (!MongoErrors.isDuplicate(e)) {
        throw e;
      }
    }
  }

  /**
   * When each of the members first came to the message, of one kind. Those who went a short way are
   * in a few documents, which are read together; of the others the first that is far enough is
   * asked for, of all of them at once.
   *
   * @param around what {@link #around} found
   */
  Map<UserId, Instant> reached(
      ConversationId conversation,
      List<Advance> around,
      List<Watermark> members,
      long message,
      boolean read) {
    var times = new HashMap<UserId, Instant>();
    for (Advance each : around) {
      if (each.read() == read && each.passes(message)) {
        times.merge(each.userId(), each.at(), (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    List<Watermark> others =
        members.stream()
            .filter(mark -> (read ? mark.readSeq() : mark.deliveredSeq()) >= message)
            .filter(mark -> !times.containsKey(mark.userId()))
            .toList();
    Map<UserId, Instant> apart =
        others.isEmpty() ? Map.of() : first(conversation, others, message, read);
    for (Watermark mark : others) {
      Instant noted = apart.get(mark.userId());
      Instant last = read ? mark.readAt() : mark.deliveredAt();
      // The watermark tells it where the advance was not noted before this process ended.
      Instant at = noted == null ? last : noted;
      if (at != null) {
        times.put(mark.userId(), at);
      }
    }
    return times;
  }

  /** Those in which a watermark can have passed the message. */
  List<Advance> around(ConversationId conversation, long message) {
    var range =
        new Document("conversationId", conversation.value())
            .append(
                "seq", new Document("$gte", message).append("$lte", message + 2L * Advance.SPAN));
    var advances = new ArrayList<Advance>();
    batches
        .find(range)
        .map(DocumentReader::new)
        .forEach(found -> found.parts("advances").forEach(each -> advances.add(Advance.of(each))));
    return advances;
  }

  /** The first that is far enough of each of these who has one: a step into an index each. */
  private Map<UserId, Instant> first(
      ConversationId conversation, List<Watermark> members, long message, boolean read) {
    List<String> users = members.stream().map(mark -> mark.userId().value()).toList();
    var enough =
        new Document("conversationId", conversation.value())
            .append("read", read)
            .append("seq", new Document("$gte", message))
            .append("$expr", new Document("$eq", List.of("$userId", "$$user")));
    var first =
        List.of(
            new Document("$match", enough),
            new Document("$sort", new Document("seq", 1)),
            new Document("$limit", 1));
    var stages =
        List.of(
            new Document("$match", new Document("_id", conversation.value())),
            new Document("$project", new Document("user", new Document("$literal", users))),
            new Document("$unwind", "$user"),
            new Document(
                "$lookup",
                new Document("from", far.getNamespace().getCollectionName())
                    .append("let", new Document("user", "$user"))
                    .append("pipeline", first)
                    .append("as", "first")),
            new Document("$unwind", "$first"),
            new Document("$replaceRoot", new Document("newRoot", "$first")));
    var times = new HashMap<UserId, Instant>();
    watermarks
        .aggregate(stages)
        .map(found -> Advance.of(new DocumentReader(found)))
        .forEach(each -> times.put(each.userId(), each.at()));
    return times;
  }
}
