// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Changes of conversations. Watermarks come before the membership they belong to and go after it,
 * so that no member is ever without one, whatever ends a change half-way; a watermark without a
 * member is nobody's.
 */
final class ConversationWrites {

  private final MongoCollection<Document> conversations;
  private final Watermarks watermarks;
  private final Activity activity;
  private final MongoCalls calls;

  ConversationWrites(Collections collections, Activity activity, MongoCalls calls) {
    this.conversations = collections.conversations();
    this.watermarks = new Watermarks(collections);
    this.activity = activity;
    this.calls = calls;
  }

  /** The conversation, if its pair or class had none. */
  Optional<Document> create(NewConversation conversation) {
    Document document =
        ConversationDocuments.of(
            conversation, updatedAt(conversation.schoolId(), conversation.at()));
    Set<UserId> members = Set.copyOf(ConversationDocuments.members(conversation));
    watermarks.start(conversation.schoolId(), conversation.id(), members, 0);
    try {
      conversations.insertOne(document);
      return Optional.of(document);
    } catch (MongoWriteException e) {
      if (!MongoErrors.isDuplicate(e) || conversation instanceof NewConversation.Group) {
        throw e;
      }
      watermarks.dropAll(conversation.id());
      return Optional.empty();
    }
  }

  /** With the fields of a conversation; empty if there is no such group. */
  Optional<Document> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at) {
    var update = new Document("$max", new Document("updatedAt", updatedAt(school, at)));
    update.append(title == null ? "$unset" : "$set", new Document("title", title));
    return Optional.ofNullable(
        conversations.findOneAndUpdate(group(school, id), update, returningAfter()));
  }

  /** With the fields of a conversation; empty if there is no such group. */
  Optional<Document> archiveGroup(SchoolId school, ConversationId id, Instant at) {
    var update =
        new Document("$set", new Document("archived", true))
            .append("$max", new Document("updatedAt", updatedAt(school, at)));
    return Optional.ofNullable(
        conversations.findOneAndUpdate(group(school, id), update, returningAfter()));
  }

  /** With the fields of a conversation; empty if there is no such group. */
  Optional<Document> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at) {
    Attempts attempts = calls.attempts();
    while (true) {
      Document before =
          conversations.find(group(school, id)).projection(new Document("participants", 1)).first();
      if (before == null) {
        return Optional.empty();
      }
      watermarks.join(school, id, add);
      Optional<Document> after =
          change(group(school, id), before, add, remove, updatedAt(school, at));
      if (after.isPresent()) {
        var left = new HashSet<>(remove);
        left.removeAll(add);
        watermarks.drop(school, id, left);
        return after;
      }
      attempts.again();
    }
  }

  /** Empty if somebody else changed them meanwhile. */
  private Optional<Document> change(
      Document group, Document before, Set<UserId> add, Set<UserId> remove, Date at) {
    List<String> were = new DocumentReader(before).texts("participants");
    var now = new TreeSet<>(were);
    now.removeAll(ConversationDocuments.sorted(remove));
    now.addAll(ConversationDocuments.sorted(add));
    var update =
        new Document("$set", new Document("participants", List.copyOf(now)))
            .append("$max", new Document("updatedAt", at));
    return Optional.ofNullable(
        conversations.findOneAndUpdate(
            group.append("participants", were), update, returningAfter()));
  }

  /** With the fields of a conversation; empty if there is none, or it is of a class. */
  Optional<Document> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at) {
    var where =
        new Document("_id", id.value())
            .append("schoolId", school.value())
            .append(
                "type", new Document("$ne", ConversationDocuments.name(ConversationType.CLASS)));
    var update =
        new Document("$set", new Document("supervisors", ConversationDocuments.sorted(supervisors)))
            .append("$max", new Document("updatedAt", Date.from(at)));
    return Optional.ofNullable(conversations.findOneAndUpdate(where, update, returningAfter()));
  }

  void archive(SchoolId school, ClassId classId, boolean archived, Instant at) {
    conversations.updateOne(
        new Document("classId", classId.value()).append("schoolId", school.value()),
        new Document("$set", new Document("archived", archived))
            .append("$max", new Document("updatedAt", updatedAt(school, at))));
  }

  private Date updatedAt(SchoolId school, Instant at) {
    return Date.from(activity.next(school.value(), at));
  }

  private static Document group(SchoolId school, ConversationId id) {
    return new Document("_id", id.value())
        .append("schoolId", school.value())
        .append("type", ConversationDocuments.name(ConversationType.GROUP));
  }

  private static FindOneAndUpdateOptions returningAfter() {
    return new FindOneAndUpdateOptions()
        .returnDocument(ReturnDocument.AFTER)
        .projection(ConversationDocuments.ALL_FIELDS);
  }
}
