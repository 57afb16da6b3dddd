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
import org.jspecify.annotations.Nullable;

/**
 * When watermarks came to which seq: those of one write and conversation in a document, unless they
 * went further than {@link Advance#SPAN}. Those of whoever left stay; they end where a watermark
 * that begins anew begins.
 */
final class AdvanceDocuments {

  private final MongoCollection<Document> batches;
  private final MongoCollection<Document> far;

  AdvanceDocuments(Collections collections) {
    this.batches = collections.advanceBatches();
    this.far = collections.receiptAdvances();
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
   * in a few documents, which are read together; of each other the first that is far enough is one
   * step into an index.
   */
  Map<UserId, Instant> reached(
      ConversationId conversation, List<Watermark> members, long message, boolean read) {
    var times = new HashMap<UserId, Instant>();
    for (Advance each : around(conversation, message)) {
      if (each.read() == read && each.passes(message)) {
        times.merge(each.userId(), each.at(), (one, other) -> one.isBefore(other) ? one : other);
      }
    }
    for (Watermark mark : members) {
      long seq = read ? mark.readSeq() : mark.deliveredSeq();
      if (seq >= message && !times.containsKey(mark.userId())) {
        Instant noted = first(conversation, mark.userId(), message, read);
        Instant last = read ? mark.readAt() : mark.deliveredAt();
        // The watermark tells it where the advance was not noted before this process ended.
        Instant at = noted == null ? last : noted;
        if (at != null) {
          times.put(mark.userId(), at);
        }
      }
    }
    return times;
  }

  /** Those in which a watermark can have passed the message. */
  private List<Advance> around(ConversationId conversation, long message) {
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

  private @Nullable Instant first(
      ConversationId conversation, UserId user, long message, boolean read) {
    Document found =
        far.find(
                new Document("conversationId", conversation.value())
                    .append("userId", user.value())
                    .append("read", read)
                    .append("seq", new Document("$gte", message)))
            .sort(new Document("seq", 1))
            .first();
    return found == null ? null : new DocumentReader(found).time("at");
  }
}
