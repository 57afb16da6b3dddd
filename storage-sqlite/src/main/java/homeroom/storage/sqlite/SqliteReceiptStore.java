// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.ReceiptStore;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteReceiptStore implements ReceiptStore {

  private static final String WATERMARK =
      """
      SELECT r.user_id, r.join_seq, r.delivered_seq, r.delivered_at, r.read_seq, r.read_at, c.id
      FROM conversations c JOIN receipts r ON r.conversation = c.key
      """;

  /** The time of the first advance that reached the message, looked for only if there is one. */
  private static final String REACHED =
      """
      CASE WHEN r.%s >= ? THEN
        (SELECT a.at FROM receipt_advances a WHERE a.conversation = r.conversation
          AND a.read = %d AND a.seq >= ? AND a.user_id = r.user_id ORDER BY a.seq LIMIT 1) END\
      """;

  private static final String RECEIPTS =
      "SELECT r.user_id, "
          + REACHED.formatted("delivered_seq", 0)
          + ", "
          + REACHED.formatted("read_seq", 1)
          + """
           FROM conversations c JOIN receipts r ON r.conversation = c.key
          WHERE c.id = ? AND c.school_id = ? AND r.join_seq < ?\
          """;

  private final Database database;
  private final int atOnce;

  /**
   * @param atOnce how many advances one transaction takes, unless more are about one conversation
   */
  SqliteReceiptStore(Database database, int atOnce) {
    this.database = database;
    this.atOnce = atOnce;
  }

  @Override
  public List<Watermark> watermarks(SchoolId school, ConversationId conversation) {
    return database.read(session ->
        session.list(
            WATERMARK + "WHERE c.id = ? AND c.school_id = ?",
            SqliteReceiptStore::watermark,
            conversation,
            school));
  }

  @Override
  public Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations) {
    var watermarks = new HashMap<ConversationId, List<Watermark>>();
    database.read(session ->
        session.list(
            WATERMARK
                + """
                WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ?\
                """,
            row ->
                watermarks
                    .computeIfAbsent(new ConversationId(row.text(7)), any -> new ArrayList<>())
                    .add(watermark(row)),
            JsonList.of(conversations),
            school));
    return watermarks;
  }

  @Override
  public Map<ConversationId, Watermark> watermarksOf(
      SchoolId school, UserId user, Collection<ConversationId> conversations) {
    var watermarks = new HashMap<ConversationId, Watermark>();
    database.read(session ->
        session.list(
            WATERMARK
                + """
                WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ?
                AND r.user_id = ?\
                """,
            row -> watermarks.put(new ConversationId(row.text(7)), watermark(row)),
            JsonList.of(conversations),
            school,
            user));
    return Map.copyOf(watermarks);
  }

  @Override
  public void join(SchoolId school, ConversationId conversation, Set<UserId> users) {
    database.write(session -> ConversationWrites.join(session, school, conversation, users));
  }

  @Override
  public void leave(SchoolId school, ConversationId conversation, Set<UserId> users) {
    database.write(session -> ConversationWrites.leave(session, school, conversation, users));
  }

  /** In pieces, between which others may write; what is about one conversation is one piece. */
  @Override
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> advances) {
    List<Task<List<WatermarkMove>>> pieces =
        pieces(advances).stream()
            .map(piece -> database.writeLater(session -> new ReceiptWrites(session).advance(piece)))
            .toList();
    return pieces.stream().map(Task::await).flatMap(List::stream).toList();
  }

  private List<List<WatermarkAdvance>> pieces(Collection<WatermarkAdvance> advances) {
    var byConversation =
        advances.stream()
            .collect(
                Collectors.groupingBy(
                    WatermarkAdvance::conversationId, LinkedHashMap::new, Collectors.toList()));
    var pieces = new ArrayList<List<WatermarkAdvance>>();
    for (List<WatermarkAdvance> ofOne : byConversation.values()) {
      if (pieces.isEmpty() || pieces.getLast().size() + ofOne.size() > atOnce) {
        pieces.add(new ArrayList<>());
      }
      pieces.getLast().addAll(ofOne);
    }
    return pieces;
  }

  @Override
  public List<MessageReceipt> receipts(SchoolId school, ConversationId conversation, long seq) {
    return database.read(session ->
        session.list(
            RECEIPTS,
            row ->
                new MessageReceipt(new UserId(row.text(1)), row.timeOrNull(2), row.timeOrNull(3)),
            seq,
            seq,
            seq,
            seq,
            conversation,
            school,
            seq));
  }

  static Watermark watermark(Row row) throws SQLException {
    return new Watermark(
        new UserId(row.text(1)),
        row.number(2),
        row.number(3),
        row.timeOrNull(4),
        row.number(5),
        row.timeOrNull(6));
  }
}
