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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Any thread may call; the threads of {@link Database} do the work. */
final class SqliteReceiptStore implements ReceiptStore {

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
    return watermarksIn(school, List.of(conversation)).getOrDefault(conversation, List.of());
  }

  @Override
  public Map<ConversationId, List<Watermark>> watermarksIn(
      SchoolId school, Collection<ConversationId> conversations) {
    var watermarks = new HashMap<ConversationId, List<Watermark>>();
    database.read(session ->
        session.list(
            """
            SELECT c.id, w.members FROM conversations c JOIN watermarks w ON w.conversation = c.key
            WHERE c.id IN (SELECT ids.value FROM json_each(?) ids) AND c.school_id = ?\
            """,
            row -> {
              List<Watermark> some =
                  watermarks.computeIfAbsent(
                      new ConversationId(row.text(1)), any -> new ArrayList<>());
              Member.unpack(row.bytes(2)).forEach(member -> some.add(member.mark()));
              return some;
            },
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
            """
            SELECT c.id, w.members FROM conversations c JOIN watermarks w ON w.conversation = c.key
            WHERE c.id IN (SELECT ids.value FROM json_each(?1) ids) AND c.school_id = ?2
            AND w.start = (SELECT max(f.start) FROM watermarks f
              WHERE f.conversation = c.key AND f.start <= ?3)\
            """,
            row -> {
              for (Member member : Member.unpack(row.bytes(2))) {
                if (member.mark().userId().equals(user)) {
                  watermarks.put(new ConversationId(row.text(1)), member.mark());
                }
              }
              return watermarks;
            },
            JsonList.of(conversations),
            school,
            user));
    return Map.copyOf(watermarks);
  }

  @Override
  public void join(SchoolId school, ConversationId conversation, Set<UserId> users) {
    database.write(session -> {
      new WatermarkRows(session).join(school, conversation, users);
      return true;
    });
  }

  @Override
  public void leave(SchoolId school, ConversationId conversation, Set<UserId> users) {
    database.write(session -> {
      new WatermarkRows(session).leave(school, conversation, users);
      return true;
    });
  }

  /** In pieces, between which others may write; what is about one conversation is one piece. */
  @Override
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> advances) {
    return advance(advances, Duration.ZERO);
  }

  @Override
  public void hurry() {
    database.hurry();
  }

  @Override
  public List<WatermarkMove> advance(Collection<WatermarkAdvance> advances, Duration patience) {
    List<Task<List<WatermarkMove>>> pieces =
        pieces(advances).stream()
            .map(piece ->
                database.writeLater(session -> new ReceiptWrites(session).advance(piece), patience))
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
    return database.read(session -> {
      var watermarks = new WatermarkRows(session);
      Optional<WatermarkRows.Place> place = watermarks.place(school, conversation);
      return place.isEmpty() ? List.of() : receipts(session, place.get().conversation(), seq);
    });
  }

  private static List<MessageReceipt> receipts(StatementCache session, long conversation, long seq)
      throws SQLException {
    List<Member> members =
        new WatermarkRows(session)
            .members(conversation).stream()
                .filter(member -> member.mark().joinSeq() < seq)
                .toList();
    var advances = new AdvanceRows(session);
    List<AdvanceRows.Batch> around = advances.around(conversation, seq);
    Map<Integer, Instant> delivered = advances.reached(conversation, around, members, false, seq);
    Map<Integer, Instant> read = advances.reached(conversation, around, members, true, seq);
    return members.stream()
        .map(member ->
            new MessageReceipt(
                member.mark().userId(), delivered.get(member.number()), read.get(member.number())))
        .toList();
  }
}
