// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.conversation.NewConversation.Direct;
import homeroom.chat.conversation.NewConversation.Group;
import homeroom.chat.conversation.NewConversation.OfClass;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes of conversations within one write of the store; runs on its writer thread. */
final class ConversationWrites {

  private final StatementCache session;
  private final WatermarkRows watermarks;

  ConversationWrites(StatementCache session) {
    this.session = session;
    this.watermarks = new WatermarkRows(session);
  }

  Conversation create(NewConversation conversation) throws SQLException {
    Optional<Conversation> there =
        switch (conversation) {
          case Direct direct ->
              SqliteConversationStore.direct(
                  session, direct.schoolId(), direct.createdBy(), direct.other());
          case OfClass ofClass ->
              SqliteConversationStore.ofClass(session, ofClass.schoolId(), ofClass.classId());
          case Group group -> Optional.empty();
        };
    return there.isPresent() ? there.get() : insert(conversation);
  }

  private Conversation insert(NewConversation conversation) throws SQLException {
    switch (conversation) {
      case Direct direct -> {
        String key = SqliteConversationStore.directKey(direct.createdBy(), direct.other());
        insert(direct, "direct", null, null, key, direct.createdBy());
        list(direct, List.of(direct.createdBy(), direct.other()));
      }
      case Group group -> {
        insert(group, "group", group.title(), null, null, group.createdBy());
        list(group, group.participants());
      }
      case OfClass ofClass -> {
        insert(ofClass, "class", ofClass.title(), ofClass.classId(), null, null);
        watermarks.join(ofClass.schoolId(), ofClass.id(), ofClass.members());
      }
    }
    return stored(conversation.schoolId(), conversation.id()).orElseThrow();
  }

  private void insert(
      NewConversation conversation,
      String type,
      @Nullable String title,
      @Nullable Object classId,
      @Nullable String directKey,
      @Nullable Object createdBy)
      throws SQLException {
    session.update(
        """
        INSERT INTO conversations
          (id, school_id, type, title, class_id, direct_key, created_by, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        conversation.id(),
        conversation.schoolId(),
        type,
        title,
        classId,
        directKey,
        createdBy,
        conversation.at(),
        Activity.next(session, conversation.schoolId(), conversation.at()));
  }

  private void list(NewConversation conversation, Collection<UserId> users) throws SQLException {
    addParticipants(conversation.schoolId(), conversation.id(), users);
    watermarks.join(conversation.schoolId(), conversation.id(), users);
  }

  Optional<Conversation> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at) throws SQLException {
    int renamed =
        session.update(
            """
            UPDATE conversations SET title = ?, updated_at = ?
            WHERE id = ? AND school_id = ? AND type = 'group'\
            """,
            title,
            Activity.next(session, school, at),
            id,
            school);
    return renamed == 0 ? Optional.empty() : stored(school, id);
  }

  Optional<Conversation> archiveGroup(SchoolId school, ConversationId id, Instant at)
      throws SQLException {
    int archived =
        session.update(
            """
            UPDATE conversations SET archived = 1, updated_at = ?
            WHERE id = ? AND school_id = ? AND type = 'group'\
            """,
            Activity.next(session, school, at),
            id,
            school);
    return archived == 0 ? Optional.empty() : stored(school, id);
  }

  Optional<Conversation> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at)
      throws SQLException {
    int touched =
        session.update(
            """
            UPDATE conversations SET updated_at = ?
            WHERE id = ? AND school_id = ? AND type = 'group'\
            """,
            Activity.next(session, school, at),
            id,
            school);
    if (touched == 0) {
      return Optional.empty();
    }
    session.update(
        """
        DELETE FROM participants
        WHERE conversation = (SELECT c.key FROM conversations c WHERE c.id = ?)
        AND user_id IN (SELECT ids.value FROM json_each(?) ids)\
        """,
        id,
        JsonList.of(remove));
    watermarks.leave(school, id, remove);
    addParticipants(school, id, add);
    watermarks.join(school, id, add);
    return stored(school, id);
  }

  Optional<Conversation> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at) throws SQLException {
    int touched =
        session.update(
            """
            UPDATE conversations SET updated_at = max(updated_at, ?)
            WHERE id = ? AND school_id = ? AND type <> 'class'\
            """,
            at,
            id,
            school);
    if (touched == 0) {
      return Optional.empty();
    }
    session.update(
        """
        DELETE FROM supervisors
        WHERE conversation = (SELECT c.key FROM conversations c WHERE c.id = ?)\
        """,
        id);
    session.update(
        """
        INSERT INTO supervisors (conversation, user_id)
        SELECT c.key, ids.value FROM conversations c, json_each(?) ids WHERE c.id = ?\
        """,
        JsonList.of(supervisors),
        id);
    return stored(school, id);
  }

  private void addParticipants(SchoolId school, ConversationId id, Collection<UserId> users)
      throws SQLException {
    session.update(
        """
        INSERT INTO participants (conversation, user_id)
        SELECT c.key, ids.value FROM conversations c, json_each(?) ids
        WHERE c.id = ? AND c.school_id = ? ON CONFLICT DO NOTHING\
        """,
        JsonList.of(users),
        id,
        school);
  }

  private Optional<Conversation> stored(SchoolId school, ConversationId id) throws SQLException {
    return SqliteConversationStore.conversation(session, school, id);
  }
}
