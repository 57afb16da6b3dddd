// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteMessageStore implements MessageStore {

  static final String BY_CLIENT_ID =
      MessageRows.COLUMNS + MessageRows.IN_CONVERSATION + "AND m.sender_id = ? AND m.client_id = ?";

  private static final String CHANGED_SINCE =
      MessageRows.COLUMNS + MessageRows.IN_CONVERSATION + "AND m.rev > ? ORDER BY m.rev LIMIT ?";

  /** Whatever changed in a stretch of revs has its newest rev there or beyond it. */
  private static final String CHANGES_AT =
      MessageRows.COLUMNS
          + ", m.seq "
          + MessageRows.IN_CONVERSATION
          + "AND m.rev > ? AND m.seq > ? AND m.seq <= ? UNION ALL "
          + MessageRows.COLUMNS
          + ", r.rev "
          + MessageRows.CHANGES_IN_CONVERSATION
          + "AND m.rev > ? AND r.rev > ? AND r.rev <= ?";

  private static final String NEWEST =
      MessageRows.COLUMNS + MessageRows.IN_CONVERSATION + "ORDER BY m.seq DESC LIMIT ?";

  private static final String UNREAD =
      """
      SELECT count(*) FROM (
        SELECT 1 FROM conversations c JOIN messages m INDEXED BY messages_by_seq
        ON m.conversation = c.key AND m.deleted_at IS NULL
        WHERE c.id = ? AND c.school_id = ? AND m.seq > ? AND m.sender_id <> ? LIMIT ?)\
      """;

  private static final String HEAD =
      """
      SELECT max(m.rev) FROM messages m
      WHERE m.conversation = (SELECT c.key FROM conversations c WHERE c.id = ? AND c.school_id = ?)
      """;

  private static final String HEADS =
      """
      SELECT c.id, (SELECT max(m.rev) FROM messages m WHERE m.conversation = c.key)
      FROM conversations c
      WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ?
      """;

  private static final String HAS_SENT =
      """
      SELECT 1 FROM messages m
      WHERE m.conversation = (SELECT c.key FROM conversations c WHERE c.id = ? AND c.school_id = ?)
        AND m.sender_id = ? LIMIT 1
      """;

  private static final String NEWEST_SEQ =
      """
      SELECT max(m.seq) FROM messages m
      WHERE m.conversation = (SELECT c.key FROM conversations c WHERE c.id = ? AND c.school_id = ?)
      """;

  private static final String SENDERS =
      """
      SELECT m.sender_id FROM conversations c JOIN messages m ON m.conversation = c.key
      WHERE c.id = ? AND c.school_id = ? AND m.seq > ? AND m.seq <= ?
      ORDER BY m.seq DESC LIMIT ?\
      """;

  private static final String HISTORY =
      """
      SELECT r.rev, r.text, r.changed_by, r.at, r.deletion
      FROM messages m JOIN conversations c ON c.key = m.conversation
      JOIN revisions r ON r.message = m.key
      WHERE m.id = ? AND c.school_id = ? ORDER BY r.rev\
      """;

  private static final String FOUND =
      """
      FROM message_words w CROSS JOIN messages m ON m.key = w.rowid
      CROSS JOIN conversations c ON c.key = m.conversation
      WHERE w.message_words MATCH ?\
      """;

  private static final Logger LOG = LoggerFactory.getLogger(SqliteMessageStore.class);

  private final Database database;

  SqliteMessageStore(Database database) {
    this.database = database;
  }

  @Override
  public Appended append(NewMessage message) {
    return database.write(session -> new MessageWrites(session).append(message));
  }

  @Override
  public Optional<Message> edit(SchoolId school, MessageId id, UserId by, String text, Instant at) {
    return database.write(session -> new MessageWrites(session).edit(school, id, by, text, at));
  }

  @Override
  public Optional<Message> delete(SchoolId school, MessageId id, UserId by, Instant at) {
    return database.write(session -> new MessageWrites(session).delete(school, id, by, at));
  }

  @Override
  public Optional<Message> message(SchoolId school, MessageId id) {
    return database.read(
        session -> session.first(MessageRows.BY_ID, MessageRows::message, id, school));
  }

  @Override
  public Optional<Message> byClientId(
      SchoolId school, ConversationId conversation, UserId sender, String clientId) {
    return database.read(session ->
        session.first(BY_CLIENT_ID, MessageRows::message, conversation, school, sender, clientId));
  }

  @Override
  public Page<Message> find(
      SchoolId school, Collection<ConversationId> conversations, Query query) {
    if (conversations.size() != 1) {
      return database.read(
          session -> MessageRows.ofConversations(session, school, conversations, query));
    }
    var source = new Sql(MessageRows.IN_CONVERSATION, conversations.iterator().next(), school);
    return database.read(session ->
        MessageRows.FIELDS.page(session, MessageRows.COLUMNS, source, query, MessageRows::message));
  }

  @Override
  public List<Message> changedSince(
      SchoolId school, ConversationId conversation, long after, int limit) {
    return database.read(session ->
        session.list(CHANGED_SINCE, MessageRows::message, conversation, school, after, limit));
  }

  /** Revs have no gaps, so the first changes of a stretch are a stretch themselves. */
  @Override
  public List<MessageChange> changesAt(
      SchoolId school, ConversationId conversation, long after, long upTo, int limit) {
    long last = upTo - after > limit ? after + limit : upTo;
    Object[] stretch = {conversation, school, after, after, last};
    List<MessageChange> changes =
        database.read(session ->
            session.list(
                CHANGES_AT,
                row ->
                    new MessageChange(
                        row.number(MessageRows.NEXT_COLUMN), MessageRows.message(row)),
                Stream.of(stretch, stretch).flatMap(Stream::of).toArray()));
    return changes.stream().sorted(Comparator.comparingLong(MessageChange::rev)).toList();
  }

  @Override
  public List<Message> newest(SchoolId school, ConversationId conversation, int limit) {
    return database.read(session ->
        session.list(NEWEST, MessageRows::message, conversation, school, limit).reversed());
  }

  @Override
  public Page<Message> search(
      SchoolId school, Collection<ConversationId> conversations, String words, Query query) {
    addNewWords();
    return database.search(session -> {
      String match = SearchWords.match(words, keys(session, school, conversations));
      if (match.isEmpty()) {
        MessageRows.SEARCH_FIELDS.condition(query.filter());
        return new Page<>(0, query.limit(), query.skip(), List.of());
      }
      return MessageRows.SEARCH_FIELDS.page(
          session, MessageRows.COLUMNS, new Sql(FOUND, match), query, MessageRows::message);
    });
  }

  /** A store that takes no writes is searched as far as its index goes. */
  private void addNewWords() {
    try {
      long _ = database.write(SearchWords::addNew);
    } catch (StoreUnavailable e) {
      LOG.debug("The newest messages are not in the index", e);
    }
  }

  @Override
  public List<Revision> history(SchoolId school, MessageId id) {
    return database.read(session -> session.list(HISTORY, MessageRows::revision, id, school));
  }

  @Override
  public long newestSeq(SchoolId school, ConversationId conversation) {
    return database.read(session -> session.number(NEWEST_SEQ, conversation, school));
  }

  @Override
  public Set<UserId> senders(SchoolId school, ConversationId conversation, long after, long upTo) {
    List<String> senders =
        database.read(session ->
            session.list(
                SENDERS, row -> row.text(1), conversation, school, after, upTo, MAX_SENDERS_OF));
    return senders.stream().distinct().map(UserId::new).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean hasSent(SchoolId school, ConversationId conversation, UserId user) {
    return database.read(session -> session.exists(HAS_SENT, conversation, school, user));
  }

  @Override
  public long head(SchoolId school, ConversationId conversation) {
    return database.read(session -> session.number(HEAD, conversation, school));
  }

  @Override
  public Map<ConversationId, Long> heads(
      SchoolId school, Collection<ConversationId> conversations) {
    var heads = new HashMap<ConversationId, Long>();
    conversations.forEach(id -> heads.put(id, 0L));
    database.read(session ->
        session.list(
            HEADS,
            row -> heads.put(new ConversationId(row.text(1)), row.number(2)),
            JsonList.of(conversations),
            school));
    return heads;
  }

  @Override
  public Map<UserId, Integer> countUnread(
      SchoolId school, ConversationId conversation, Map<UserId, Long> after, int cap) {
    return database.read(session -> {
      var unread = new HashMap<UserId, Integer>();
      for (Map.Entry<UserId, Long> one : after.entrySet()) {
        UserId reader = one.getKey();
        long count = session.number(UNREAD, conversation, school, one.getValue(), reader, cap);
        unread.put(reader, (int) count);
      }
      return unread;
    });
  }

  private static List<Long> keys(
      StatementCache session, SchoolId school, Collection<ConversationId> conversations)
      throws SQLException {
    return session.list(
        """
        SELECT c.key FROM conversations c
        WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ?\
        """,
        row -> row.number(1),
        JsonList.of(conversations),
        school);
  }
}
