// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.conversation.NewConversation.Direct;
import homeroom.chat.conversation.NewConversation.Group;
import homeroom.chat.conversation.NewConversation.OfClass;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Conversations as documents. What one does not have (a title, a class, a pair) is left out, so
 * that the sparse unique indexes do not see it.
 */
final class ConversationDocuments {

  static final Document ALL_FIELDS =
      fields(
          "schoolId",
          "type",
          "title",
          "classId",
          "participants",
          "supervisors",
          "createdBy",
          "archived",
          "rev",
          "lastMessage",
          "createdAt",
          "updatedAt");

  static final QueryDocument FIELDS =
      new QueryDocument(
          Map.of(
              "_id", DocumentField.id(),
              "type", DocumentField.text("type"),
              "classId", DocumentField.text("classId"),
              "participants", new DocumentField("participants", DocumentField.Type.TEXTS, false),
              "createdAt", DocumentField.time("createdAt"),
              "updatedAt", DocumentField.time("updatedAt")),
          new Document("_id", 1));

  private ConversationDocuments() {}

  /**
   * @param updatedAt when it changed last: as it is made
   */
  static Document of(NewConversation conversation, Date updatedAt) {
    return of(conversation).append("updatedAt", updatedAt);
  }

  private static Document of(NewConversation conversation) {
    return switch (conversation) {
      case Direct direct ->
          of(direct, ConversationType.DIRECT, members(direct))
              .append("directKey", directKey(direct.schoolId(), direct.createdBy(), direct.other()))
              .append("createdBy", direct.createdBy().value());
      case Group group -> {
        Document document =
            of(group, ConversationType.GROUP, group.participants())
                .append("createdBy", group.createdBy().value());
        yield group.title() == null ? document : document.append("title", group.title());
      }
      case OfClass ofClass ->
          of(ofClass, ConversationType.CLASS, List.of())
              .append("title", ofClass.title())
              .append("classId", ofClass.classId().value());
    };
  }

  private static Document of(
      NewConversation conversation, ConversationType type, Collection<UserId> participants) {
    return new Document("_id", conversation.id().value())
        .append("schoolId", conversation.schoolId().value())
        .append("type", name(type))
        .append("participants", sorted(participants))
        .append("archived", false)
        .append("rev", 0L)
        .append("seq", 0L)
        .append("asOf", 0L)
        .append("createdAt", Date.from(conversation.at()));
  }

  /** Who takes part from the start. */
  static Collection<UserId> members(NewConversation conversation) {
    return switch (conversation) {
      case Direct direct -> List.of(direct.createdBy(), direct.other());
      case Group group -> group.participants();
      case OfClass ofClass -> ofClass.members();
    };
  }

  /** The same for a pair in either order. No id has a slash. */
  static String directKey(SchoolId school, UserId one, UserId other) {
    List<String> pair = sorted(List.of(one, other));
    return school.value() + "/" + pair.getFirst() + "/" + pair.getLast();
  }

  static List<String> sorted(Collection<UserId> users) {
    return users.stream().map(UserId::value).sorted().toList();
  }

  static String name(ConversationType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param classNames by the ids of classes
   */
  static Conversation conversation(Document document, Map<String, String> classNames) {
    var stored = new DocumentReader(document);
    @Nullable String classId = stored.textOrNull("classId");
    @Nullable String createdBy = stored.textOrNull("createdBy");
    @Nullable String title = stored.textOrNull("title");
    @Nullable DocumentReader last = stored.part("lastMessage");
    return new Conversation(
        new ConversationId(stored.text("_id")),
        new SchoolId(stored.text("schoolId")),
        ConversationType.valueOf(stored.text("type").toUpperCase(Locale.ROOT)),
        classId == null ? title : classNames.getOrDefault(classId, title),
        classId == null ? null : new ClassId(classId),
        stored.texts("participants").stream().sorted().map(UserId::new).toList(),
        stored.texts("supervisors").stream().sorted().map(UserId::new).toList(),
        createdBy == null ? null : new UserId(createdBy),
        stored.flag("archived"),
        stored.number("rev"),
        last == null ? null : lastMessage(last),
        stored.time("createdAt"),
        stored.time("updatedAt"));
  }

  private static LastMessage lastMessage(DocumentReader last) {
    return new LastMessage(
        new MessageId(last.text("messageId")),
        new UserId(last.text("senderId")),
        last.number("seq"),
        last.text("text"),
        last.time("createdAt"));
  }

  private static Document fields(String... names) {
    var fields = new Document();
    Stream.of(names).forEach(name -> fields.append(name, 1));
    return fields;
  }
}
