// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.MongoCollection;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import homeroom.chat.text.Words;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What a copy moves, as documents and back. */
record TransferDocuments(Collections collections, OddDocuments odd) {

  /** Without those of {@code documents} that are odd. */
  List<Item> items(Part part, List<Document> documents) {
    return switch (part) {
      case CONVERSATIONS -> conversations(documents);
      case SCHOOLS -> readable(collections.schools(), part, documents);
      case USERS -> readable(collections.users(), part, documents);
      case CLASSES -> readable(collections.classes(), part, documents);
      case CLASS_TEACHERS -> links(collections.classTeachers(), part, documents);
      case CLASS_ENROLLMENTS -> links(collections.classEnrollments(), part, documents);
      default -> documents.stream().map(each -> item(part, each)).toList();
    };
  }

  private List<Item> readable(MongoCollection<Document> from, Part part, List<Document> documents) {
    return odd.readAll(from, documents, each -> item(part, each));
  }

  private static Item item(Part part, Document document) {
    var stored = new DocumentReader(document);
    return switch (part) {
      case SCHOOLS -> new Item.OfSchool(RosterDocuments.school(document));
      case USERS -> {
        var credentials = RosterDocuments.credentials(document);
        yield new Item.OfUser(credentials.user(), credentials.passwordHash());
      }
      case CLASSES -> new Item.OfClass(RosterDocuments.schoolClass(document));
      case MESSAGES ->
          new Item.OfMessage(
              MessageDocuments.message(document),
              document.getList("revs", Number.class).stream().map(Number::longValue).toList(),
              stored.parts("history").stream().map(MessageDocuments::revision).toList());
      case AUDIT -> new Item.OfAudit(MongoAuditLog.entry(stored));
      case FACTORS -> new Item.OfFactor(MongoFactorStore.factor(stored));
      case ENDED_TOKENS -> new Item.OfEndedToken(MongoEndedTokenStore.token(stored));
      case SETTINGS -> new Item.OfSettings(MongoSettingsStore.settings(stored));
      case CLOSED_CLASSES ->
          new Item.OfClosedClass(
              new SchoolId(stored.text("schoolId")),
              new ClassId(stored.text("classId")),
              stored.flag("closed"));
      case ROSTER_ENTRIES ->
          new Item.OfRosterEntry(
              new SchoolId(stored.text("schoolId")),
              stored.text("source"),
              MongoRosterImportStore.entry(stored));
      case CONVERSATIONS, CLASS_TEACHERS, CLASS_ENROLLMENTS, RECEIPTS, ADVANCES ->
          throw new IllegalArgumentException("they are read together");
    };
  }

  private List<Item> conversations(List<Document> documents) {
    Map<String, String> names = ofClasses(documents, "name");
    return documents.stream()
        .<Item>map(each -> new Item.OfConversation(ConversationDocuments.conversation(each, names)))
        .toList();
  }

  /** The school of a link is that of its class, where it does not say it itself. */
  private List<Item> links(MongoCollection<Document> from, Part part, List<Document> documents) {
    Map<String, String> schools = ofClasses(documents, "schoolId");
    List<Document> ofKnownClasses =
        documents.stream().filter(each -> schools.containsKey(classId(each))).toList();
    return odd.readAll(
        from,
        ofKnownClasses,
        each -> {
          var school = new SchoolId(Objects.requireNonNull(schools.get(classId(each))));
          return part == Part.CLASS_TEACHERS
              ? new Item.OfTeacher(RosterDocuments.teacher(each, school))
              : new Item.OfEnrollment(RosterDocuments.enrollment(each, school));
        });
  }

  /** Empty if the document has none that is an id. */
  private static String classId(Document document) {
    return document.get("classId") instanceof String id ? id : "";
  }

  private Map<String, String> ofClasses(List<Document> documents, String field) {
    List<String> ids =
        documents.stream()
            .map(TransferDocuments::classId)
            .filter(id -> !id.isEmpty())
            .distinct()
            .toList();
    Map<String, String> names = new HashMap<>();
    if (!ids.isEmpty()) {
      collections
          .classes()
          .find(new Document("_id", new Document("$in", ids)))
          .projection(new Document(field, 1))
          .map(DocumentReader::new)
          .forEach(found -> names.put(found.text("_id"), found.text(field)));
    }
    return names;
  }

  static Document document(Item item) {
    return switch (item) {
      case Item.OfSchool(var school) ->
          with(
              new Document("_id", school.id().value())
                  .append("createdAt", Date.from(school.createdAt())),
              RosterDocuments.fields(school));
      case Item.OfUser(User user, String hash) ->
          with(
              new Document("_id", user.id().value())
                  .append("schoolId", user.schoolId().value())
                  .append("passwordHash", hash),
              RosterDocuments.fields(user));
      case Item.OfClass(var schoolClass) ->
          with(
              new Document("_id", schoolClass.id().value())
                  .append("schoolId", schoolClass.schoolId().value()),
              RosterDocuments.fields(schoolClass));
      case Item.OfTeacher(var link) ->
          link(link.id(), link.schoolId(), link.classId().value())
              .append("teacherId", link.teacherId().value());
      case Item.OfEnrollment(var link) ->
          link(link.id(), link.schoolId(), link.classId().value())
              .append("studentId", link.studentId().value());
      case Item.OfConversation(var conversation) -> document(conversation);
      case Item.OfMessage of -> document(of, of.message());
      case Item.OfReceipt _ -> throw new IllegalArgumentException("several share a document");
      case Item.OfAdvance of ->
          new Document("conversationId", of.conversationId().value())
              .append("userId", of.userId().value())
              .append("read", of.kind() == ReceiptKind.READ)
              .append("seq", of.seq())
              .append("at", Date.from(of.at()))
              .append("schoolId", of.schoolId().value());
      case Item.OfAudit(var entry) -> MongoAuditLog.document(entry);
      case Item.OfFactor(Factor factor) -> MongoFactorStore.document(factor);
      case Item.OfEndedToken(EndedToken token) ->
          new Document("_id", token.key())
              .append("endedAt", Date.from(token.endedAt()))
              .append("expiresAt", Date.from(token.expiresAt()));
      case Item.OfSettings(var settings) -> MongoSettingsStore.document(settings);
      case Item.OfClosedClass of ->
          new Document("_id", of.key())
              .append("schoolId", of.schoolId().value())
              .append("classId", of.classId().value())
              .append("closed", of.closed());
      case Item.OfRosterEntry of ->
          MongoRosterImportStore.document(of.schoolId(), of.source(), of.entry());
    };
  }

  private static Document with(Document document, Document fields) {
    document.putAll(fields);
    return document;
  }

  private static Document link(String id, SchoolId school, String classId) {
    return new Document("_id", id).append("schoolId", school.value()).append("classId", classId);
  }

  private static Document document(Conversation conversation) {
    @Nullable LastMessage last = conversation.lastMessage();
    var document =
        new Document("_id", conversation.id().value())
            .append("schoolId", conversation.schoolId().value())
            .append("type", ConversationDocuments.name(conversation.type()))
            .append("participants", ConversationDocuments.sorted(conversation.participants()))
            .append("supervisors", ConversationDocuments.sorted(conversation.supervisors()))
            .append("archived", conversation.archived())
            .append("rev", conversation.rev())
            .append("seq", last == null ? 0L : last.seq())
            .append("asOf", conversation.rev())
            .append("lastMessage", last == null ? null : document(last))
            .append("createdAt", Date.from(conversation.createdAt()))
            .append("updatedAt", Date.from(conversation.updatedAt()));
    append(document, "title", conversation.title());
    append(document, "classId", conversation.classId());
    append(document, "createdBy", conversation.createdBy());
    if (conversation.type() == ConversationType.DIRECT) {
      document.append(
          "directKey",
          ConversationDocuments.directKey(
              conversation.schoolId(),
              conversation.participants().getFirst(),
              conversation.participants().getLast()));
    }
    return document;
  }

  private static Document document(LastMessage last) {
    return new Document("messageId", last.id().value())
        .append("senderId", last.senderId().value())
        .append("seq", last.seq())
        .append("text", last.text())
        .append("createdAt", Date.from(last.createdAt()));
  }

  private static Document document(Item.OfMessage of, Message message) {
    var document =
        new Document("_id", message.id().value())
            .append("conversationId", message.conversationId().value())
            .append("schoolId", message.schoolId().value())
            .append("senderId", message.senderId().value())
            .append("clientId", message.clientId())
            .append("type", "text")
            .append("seq", message.seq())
            .append("rev", message.rev())
            .append("revs", of.revs())
            .append("text", message.text())
            .append("words", Words.of(message.text()))
            .append("edits", message.edits())
            .append("createdAt", Date.from(message.createdAt()))
            .append("updatedAt", Date.from(message.updatedAt()));
    append(document, "replyTo", message.replyTo());
    append(document, "editedAt", message.editedAt());
    append(document, "deletedAt", message.deletedAt());
    append(document, "deletedBy", message.deletedBy());
    if (!of.history().isEmpty()) {
      document.append("history", of.history().stream().map(MessageDocuments::document).toList());
    }
    return document;
  }

  /** Nothing is left out, as everywhere in this store. */
  private static void append(Document document, String field, @Nullable Object value) {
    if (value != null) {
      document.append(field, value instanceof Instant time ? Date.from(time) : value.toString());
    }
  }
}
