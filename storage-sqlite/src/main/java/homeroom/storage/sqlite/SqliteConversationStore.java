// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteConversationStore implements ConversationStore {

  private static final String SELECT = ConversationRows.COLUMNS + ConversationRows.SOURCE;

  private final Database database;

  SqliteConversationStore(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Conversation> conversation(SchoolId school, ConversationId id) {
    return database.read(session -> conversation(session, school, id));
  }

  @Override
  public Optional<Conversation> direct(SchoolId school, UserId one, UserId other) {
    return database.read(session -> direct(session, school, one, other));
  }

  @Override
  public Optional<Conversation> ofClass(SchoolId school, ClassId classId) {
    return database.read(session -> ofClass(session, school, classId));
  }

  @Override
  public Conversation create(NewConversation conversation) {
    return database.write(session -> new ConversationWrites(session).create(conversation));
  }

  @Override
  public Page<Conversation> find(
      SchoolId school, UserId member, Collection<ClassId> classes, Query query) {
    Sql source = new Sql(ConversationRows.SOURCE).add(takesPart(school, member, classes));
    return database.read(session ->
        ConversationRows.FIELDS.page(
            session, ConversationRows.COLUMNS, source, query, ConversationRows::conversation));
  }

  @Override
  public List<Conversation> all(SchoolId school, UserId member, Collection<ClassId> classes) {
    Sql all = new Sql(SELECT).add(takesPart(school, member, classes)).add(" ORDER BY c.id");
    return database.read(
        session -> session.list(all.text(), ConversationRows::conversation, all.arguments()));
  }

  @Override
  public List<Conversation> page(
      SchoolId school,
      UserId member,
      Collection<ClassId> classes,
      @Nullable ConversationId after,
      int limit) {
    Sql page =
        new Sql(SELECT)
            .add("WHERE c.key IN (SELECT c.key FROM conversations c ")
            .add(takesPart(school, member, classes))
            .add(" AND c.id > ? ORDER BY c.id LIMIT ?)", after == null ? "" : after.value(), limit)
            .add(" ORDER BY c.id");
    return database.read(
        session -> session.list(page.text(), ConversationRows::conversation, page.arguments()));
  }

  @Override
  public Set<ConversationId> ids(SchoolId school, UserId member, Collection<ClassId> classes) {
    Sql ids = new Sql("SELECT c.id FROM conversations c ").add(takesPart(school, member, classes));
    return database.read(session ->
        Set.copyOf(
            session.list(ids.text(), row -> new ConversationId(row.text(1)), ids.arguments())));
  }

  @Override
  public List<Conversation> page(SchoolId school, @Nullable ConversationId after, int limit) {
    return database.read(session ->
        session.list(
            SELECT
                + "WHERE c.school_id = ? AND c.id > ? AND c.class_id IS NULL AND c.archived = 0"
                + " ORDER BY c.id LIMIT ?",
            ConversationRows::conversation,
            school,
            after == null ? "" : after.value(),
            limit));
  }

  @Override
  public Map<UserId, Integer> groupsOf(SchoolId school, Set<UserId> users) {
    record Count(UserId user, int groups) {}
    List<Count> counts =
        database.read(session ->
            session.list(
                """
                SELECT p.user_id, count(*) FROM json_each(?) ids
                CROSS JOIN participants p ON p.user_id = ids.value
                CROSS JOIN conversations c ON c.key = p.conversation
                WHERE c.school_id = ? AND c.type = 'group' AND c.archived = 0
                GROUP BY p.user_id\
                """,
                row -> new Count(new UserId(row.text(1)), Math.toIntExact(row.number(2))),
                JsonList.of(users),
                school));
    return counts.stream().collect(Collectors.toMap(Count::user, Count::groups));
  }

  @Override
  public int groupsMade(SchoolId school, UserId user, Instant since) {
    return Math.toIntExact(
        database.read(session ->
            session.number(
                """
                SELECT count(*) FROM conversations c WHERE c.created_by = ? AND c.created_at >= ?
                AND c.type = 'group' AND c.school_id = ?\
                """,
                user,
                since,
                school)));
  }

  @Override
  public Optional<Conversation> supervise(
      SchoolId school, ConversationId id, Set<UserId> supervisors, Instant at) {
    return database.write(
        session -> new ConversationWrites(session).supervise(school, id, supervisors, at));
  }

  @Override
  public Set<ClassId> classesWithout(SchoolId school) {
    return database.read(session ->
        Set.copyOf(
            session.list(
                """
                SELECT k.id FROM classes k WHERE k.school_id = ? AND k.archived = 0
                AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.class_id = k.id)\
                """,
                row -> new ClassId(row.text(1)),
                school)));
  }

  @Override
  public Optional<Conversation> rename(
      SchoolId school, ConversationId id, @Nullable String title, Instant at) {
    return database.write(session -> new ConversationWrites(session).rename(school, id, title, at));
  }

  @Override
  public Optional<Conversation> changeParticipants(
      SchoolId school, ConversationId id, Set<UserId> add, Set<UserId> remove, Instant at) {
    return database.write(
        session -> new ConversationWrites(session).changeParticipants(school, id, add, remove, at));
  }

  @Override
  public Optional<Conversation> archiveGroup(SchoolId school, ConversationId id, Instant at) {
    return database.write(session -> new ConversationWrites(session).archiveGroup(school, id, at));
  }

  @Override
  public void archive(SchoolId school, ClassId classId, boolean archived, Instant at) {
    database.write(session ->
        session.update(
            """
            UPDATE conversations SET archived = ?, updated_at = ?
            WHERE class_id = ? AND school_id = ? AND archived <> ?\
            """,
            archived,
            Activity.next(session, school, at),
            classId,
            school,
            archived));
  }

  static Optional<Conversation> conversation(
      StatementCache session, SchoolId school, ConversationId id) throws SQLException {
    return session.first(
        SELECT + "WHERE c.id = ? AND c.school_id = ?", ConversationRows::conversation, id, school);
  }

  static Optional<Conversation> direct(
      StatementCache session, SchoolId school, UserId one, UserId other) throws SQLException {
    return session.first(
        SELECT + "WHERE c.school_id = ? AND c.direct_key = ?",
        ConversationRows::conversation,
        school,
        directKey(one, other));
  }

  static Optional<Conversation> ofClass(StatementCache session, SchoolId school, ClassId classId)
      throws SQLException {
    return session.first(
        SELECT + "WHERE c.class_id = ? AND c.school_id = ?",
        ConversationRows::conversation,
        classId,
        school);
  }

  /** The same for both orders; a space is in no id. */
  static String directKey(UserId one, UserId other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }

  private static Sql takesPart(SchoolId school, UserId member, Collection<ClassId> classes) {
    return new Sql(
        """
        WHERE c.key IN (
          SELECT p.conversation FROM participants p WHERE p.user_id = ?
          UNION ALL
          SELECT w.conversation FROM supervisors w WHERE w.user_id = ?
          UNION ALL
          SELECT k.key FROM conversations k
          WHERE k.class_id IN (SELECT ids.value FROM json_each(?) ids))
        AND c.school_id = ? AND c.archived = 0\
        """,
        member,
        member,
        JsonList.of(classes),
        school);
  }
}
