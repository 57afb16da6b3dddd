// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.text.Words;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Messages as documents. A message keeps every rev it ever had in {@code revs} and every text it
 * had before in {@code history}; what it does not have (an answer, a deletion) is left out.
 */
final class MessageDocuments {

  /** What no page of messages reads. */
  static final Document HIDDEN = new Document("revs", 0).append("history", 0).append("words", 0);

  /** What is read to know at which revs a message changed. */
  static final Document WITH_REVS = new Document("history", 0).append("words", 0);

  static final QueryDocument FIELDS = new QueryDocument(fields(true), new Document("seq", 1));

  static final QueryDocument FIELDS_OF_SEVERAL =
      new QueryDocument(fields(false), new Document("createdAt", 1).append("_id", 1));

  static final QueryDocument SEARCH_FIELDS =
      new QueryDocument(fields(false), new Document("createdAt", -1).append("_id", -1));

  private MessageDocuments() {}

  static Document of(NewMessage message, long rev) {
    var document =
        new Document("_id", message.id().value())
            .append("conversationId", message.conversationId().value())
            .append("schoolId", message.schoolId().value())
            .append("senderId", message.senderId().value())
            .append("clientId", message.clientId())
            .append("type", "text")
            .append("seq", rev)
            .append("rev", rev)
            .append("revs", List.of(rev))
            .append("text", message.text())
            .append("words", Words.of(message.text()))
            .append("edits", 0)
            .append("createdAt", Date.from(message.at()))
            .append("updatedAt", Date.from(message.at()));
    return message.replyTo() == null
        ? document
        : document.append("replyTo", message.replyTo().value());
  }

  static Message message(Document document) {
    var stored = new DocumentReader(document);
    @Nullable String replyTo = stored.textOrNull("replyTo");
    @Nullable String deletedBy = stored.textOrNull("deletedBy");
    return new Message(
        new MessageId(stored.text("_id")),
        new ConversationId(stored.text("conversationId")),
        new SchoolId(stored.text("schoolId")),
        new UserId(stored.text("senderId")),
        stored.text("clientId"),
        stored.number("seq"),
        stored.number("rev"),
        stored.text("text"),
        replyTo == null ? null : new MessageId(replyTo),
        (int) stored.number("edits"),
        stored.timeOrNull("editedAt"),
        stored.timeOrNull("deletedAt"),
        deletedBy == null ? null : new UserId(deletedBy),
        stored.time("createdAt"),
        stored.time("updatedAt"));
  }

  /** What the change with that rev leaves in the history of the message. */
  static Document revision(Message before, long rev, UserId by, Instant at, boolean deletion) {
    return new Document("rev", rev)
        .append("text", before.text())
        .append("by", by.value())
        .append("at", Date.from(at))
        .append("deletion", deletion);
  }

  static Revision revision(DocumentReader stored) {
    return new Revision(
        stored.number("rev"),
        stored.text("text"),
        new UserId(stored.text("by")),
        stored.time("at"),
        stored.flag("deletion"));
  }

  static Document document(Revision revision) {
    return new Document("rev", revision.rev())
        .append("text", revision.text())
        .append("by", revision.by().value())
        .append("at", Date.from(revision.at()))
        .append("deletion", revision.deletion());
  }

  private static Map<String, DocumentField> fields(boolean ofOneConversation) {
    return Map.of(
        "_id", DocumentField.id(),
        "conversationId", DocumentField.text("conversationId"),
        "seq", new DocumentField("seq", DocumentField.Type.NUMBER, ofOneConversation),
        "rev", new DocumentField("rev", DocumentField.Type.NUMBER, ofOneConversation),
        "senderId", DocumentField.text("senderId"),
        "replyTo", DocumentField.text("replyTo"),
        "createdAt", DocumentField.time("createdAt"),
        "deletedAt", DocumentField.time("deletedAt"));
  }
}
