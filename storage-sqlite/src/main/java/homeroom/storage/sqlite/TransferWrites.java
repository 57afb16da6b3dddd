// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.audit.AuditEntry;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.message.Message;
import homeroom.chat.message.ReceiptKind;
import homeroom.chat.message.Revision;
import homeroom.chat.message.Watermark;
import homeroom.chat.policy.StoredSettings;
import homeroom.chat.roster.ClassEnrollment;
import homeroom.chat.roster.ClassTeacher;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.SourceEntry;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedToken;
import homeroom.chat.session.Factor;
import homeroom.chat.text.Name;
import homeroom.chat.transfer.Item;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts what a copy moves, within one write of the store; what is there already stays. */
record TransferWrites(StatementCache session) {

  private static final String OF_CONVERSATION =
      "(SELECT c.key FROM conversations c WHERE c.id = ?)";

  void put(Item item) throws SQLException {
    switch (item) {
      case Item.OfSchool(School school) ->
          insert(
              "schools VALUES (?, ?, ?, ?, ?)",
              school.id(),
              school.name(),
              school.settings().studentToStudentDirect(),
              school.settings().studentGroups(),
              school.createdAt());
      case Item.OfUser(User user, String hash) -> put(user, hash);
      case Item.OfClass(SchoolClass schoolClass) ->
          insert(
              "classes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              schoolClass.id(),
              schoolClass.schoolId(),
              schoolClass.name(),
              schoolClass.code(),
              schoolClass.archived(),
              schoolClass.createdAt(),
              schoolClass.updatedAt(),
              Name.key(schoolClass.name()));
      case Item.OfTeacher(ClassTeacher link) ->
          insert(
              "class_teachers VALUES (?, ?, ?, ?)",
              link.id(),
              link.schoolId(),
              link.classId(),
              link.teacherId());
      case Item.OfEnrollment(ClassEnrollment link) ->
          insert(
              "class_enrollments VALUES (?, ?, ?, ?)",
              link.id(),
              link.schoolId(),
              link.classId(),
              link.studentId());
      case Item.OfConversation(Conversation conversation) -> put(conversation);
      case Item.OfMessage message -> put(message);
      case Item.OfReceipt receipt -> putReceipts(List.of(receipt));
      case Item.OfAdvance advance ->
          insert(
              "advances VALUES (" + OF_CONVERSATION + ", ?, ?, ?, ?)",
              advance.conversationId(),
              advance.userId(),
              advance.kind() == ReceiptKind.READ,
              advance.seq(),
              advance.at());
      case Item.OfAudit(AuditEntry entry) -> AuditWrites.put(session, entry);
      case Item.OfEndedToken(EndedToken token) ->
          insert("ended_tokens VALUES (?, ?, ?)", token.key(), token.endedAt(), token.expiresAt());
      case Item.OfFactor(Factor factor) -> {
        int _ = SqliteFactorStore.put(session, factor);
      }
      case Item.OfSettings(StoredSettings settings) ->
          insert(
              "settings VALUES (?, ?, ?, ?, ?)",
              settings.schoolId(),
              settings.version(),
              settings.at(),
              settings.by(),
              settings.text());
      case Item.OfClosedClass(SchoolId school, ClassId classId, boolean closed) ->
          insert("closed_classes VALUES (?, ?, ?, 1)", school, classId, closed);
      case Item.OfRosterEntry(SchoolId school, String source, SourceEntry entry) ->
          SqliteRosterImportStore.put(session, school, source, entry);
    }
  }

  private boolean insert(String into, @Nullable Object... values) throws SQLException {
    return session.update("INSERT INTO " + into + " ON CONFLICT DO NOTHING", values) > 0;
  }

  private void put(User user, String passwordHash) throws SQLException {
    insert(
        "users VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        user.id(),
        user.schoolId(),
        user.role().name().toLowerCase(Locale.ROOT),
        user.name(),
        RosterRows.email(user),
        RosterRows.emailKey(user),
        passwordHash,
        user.active(),
        user.createdAt(),
        user.updatedAt(),
        Name.key(user.name()),
        user.username(),
        RosterRows.usernameKey(user));
  }

  private void put(Conversation conversation) throws SQLException {
    boolean isNew =
        insert(
            """
            conversations (id, school_id, type, title, class_id, direct_key, created_by, archived,
              created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """,
            conversation.id(),
            conversation.schoolId(),
            conversation.type().name().toLowerCase(Locale.ROOT),
            conversation.type() == ConversationType.GROUP ? conversation.title() : null,
            conversation.classId(),
            directKey(conversation),
            conversation.createdBy(),
            conversation.archived(),
            conversation.createdAt(),
            conversation.updatedAt());
    if (isNew) {
      Activity.copied(session, conversation.schoolId(), conversation.updatedAt());
      for (UserId user : conversation.participants()) {
        insert("participants VALUES (" + OF_CONVERSATION + ", ?)", conversation.id(), user);
      }
      for (UserId user : conversation.supervisors()) {
        insert("supervisors VALUES (" + OF_CONVERSATION + ", ?)", conversation.id(), user);
      }
    }
  }

  private static @Nullable String directKey(Conversation conversation) {
    return conversation.type() == ConversationType.DIRECT
        ? SqliteConversationStore.directKey(
            conversation.participants().getFirst(), conversation.participants().getLast())
        : null;
  }

  private void put(Item.OfMessage of) throws SQLException {
    Message message = of.message();
    Optional<Long> inserted =
        session.first(
            """
            INSERT INTO messages (id, conversation, sender_id, client_id, seq, rev, place, text,
              reply_to, edits, edited_at, deleted_at, deleted_by, created_at, updated_at)
            VALUES (?, %s, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING key\
            """
                .formatted(OF_CONVERSATION),
            row -> row.number(1),
            message.id(),
            message.conversationId(),
            message.senderId(),
            message.clientId(),
            message.seq(),
            message.rev(),
            message.text(),
            message.replyTo(),
            message.edits(),
            message.editedAt(),
            message.deletedAt(),
            message.deletedBy(),
            message.createdAt(),
            message.updatedAt());
    if (inserted.isEmpty()) {
      return;
    }
    long key = inserted.get();
    for (Revision before : of.history()) {
      insert(
          "revisions VALUES (?, ?, ?, ?, ?, ?)",
          key,
          before.rev(),
          before.text(),
          before.by(),
          before.at(),
          before.deletion());
    }
  }

  /**
   * Gives every message its place. They come in the order of their ids, so that it is not known
   * before all are there.
   */
  void number() throws SQLException {
    session.update(
        """
        UPDATE messages SET place = numbered.place
        FROM (SELECT key, row_number() OVER (PARTITION BY conversation ORDER BY seq) AS place
              FROM messages) AS numbered
        WHERE numbered.key = messages.key AND messages.place <> numbered.place\
        """);
  }

  /** Those of one conversation after another. */
  void putReceipts(List<? extends Item> receipts) throws SQLException {
    var marks = new LinkedHashMap<ConversationId, List<Watermark>>();
    for (Item item : receipts) {
      if (item instanceof Item.OfReceipt receipt) {
        marks
            .computeIfAbsent(receipt.conversationId(), any -> new ArrayList<>())
            .add(receipt.watermark());
      }
    }
    for (var each : marks.entrySet()) {
      long conversation =
          session.number("SELECT c.key FROM conversations c WHERE c.id = ?", each.getKey());
      new WatermarkRows(session).put(conversation, each.getValue());
    }
  }
}
