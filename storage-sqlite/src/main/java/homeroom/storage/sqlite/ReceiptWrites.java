// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Moves watermarks within one write of the store; runs on its writer thread. A batch asks for each
 * conversation once: nothing else is written while it runs.
 */
final class ReceiptWrites {

  private static final String PLACE =
      """
      SELECT c.key, (SELECT max(m.seq) FROM messages m WHERE m.conversation = c.key)
      FROM conversations c WHERE c.id = ? AND c.school_id = ?\
      """;

  private static final String STANDINGS =
      """
      SELECT r.user_id, r.delivered_seq, r.read_seq FROM receipts r
      WHERE r.conversation = ? AND r.user_id IN (SELECT ids.value FROM json_each(?) ids)\
      """;

  private static final String HOLE =
      "SELECT 1 FROM messages m WHERE m.conversation = ? AND m.seq > ? AND m.seq <= ? LIMIT 1";

  private static final String DELIVER =
      """
      UPDATE receipts SET delivered_seq = ?, delivered_at = ?
      WHERE conversation = ? AND user_id = ?\
      """;

  private static final String READ =
      "UPDATE receipts SET read_seq = ?, read_at = ? WHERE conversation = ? AND user_id = ?";

  private static final String KEEP =
      """
      INSERT INTO receipt_advances
      SELECT ?, moves.value ->> 0, ?, moves.value ->> 1, moves.value ->> 2 FROM json_each(?) moves\
      """;

  private record Address(SchoolId school, ConversationId conversation) {}

  /** How far a member has come. */
  private record Standing(UserId user, long delivered, long read) {}

  /** A conversation, the newest seq in it, and its members of whom the batch speaks. */
  private record Place(long key, long newest, Map<UserId, Standing> standings, Moves moves) {}

  /** What is to be written, in order. */
  private record Moves(List<WatermarkAdvance> delivered, List<WatermarkAdvance> read) {}

  private final StatementCache session;

  ReceiptWrites(StatementCache session) {
    this.session = session;
  }

  /** What moved, in order. */
  List<WatermarkMove> advance(List<WatermarkAdvance> advances) throws SQLException {
    Map<Address, Optional<Place>> places = places(advances);
    var moved = new ArrayList<WatermarkMove>();
    for (WatermarkAdvance advance : advances) {
      Optional<Place> place = places.getOrDefault(address(advance), Optional.empty());
      WatermarkMove move = place.isEmpty() ? null : advance(place.get(), advance);
      if (move != null) {
        moved.add(move);
      }
    }
    for (Optional<Place> place : places.values()) {
      if (place.isPresent()) {
        write(place.get());
      }
    }
    return moved;
  }

  private Map<Address, Optional<Place>> places(List<WatermarkAdvance> advances)
      throws SQLException {
    var users = new LinkedHashMap<Address, Set<UserId>>();
    for (WatermarkAdvance advance : advances) {
      users.computeIfAbsent(address(advance), any -> new LinkedHashSet<>()).add(advance.userId());
    }
    var places = new LinkedHashMap<Address, Optional<Place>>();
    for (var entry : users.entrySet()) {
      places.put(entry.getKey(), place(entry.getKey(), entry.getValue()));
    }
    return places;
  }

  private static Address address(WatermarkAdvance advance) {
    return new Address(advance.schoolId(), advance.conversationId());
  }

  private Optional<Place> place(Address address, Set<UserId> users) throws SQLException {
    Optional<Place> place =
        session.first(
            PLACE,
            row ->
                new Place(
                    row.number(1),
                    row.number(2),
                    new HashMap<>(),
                    new Moves(new ArrayList<>(), new ArrayList<>())),
            address.conversation(),
            address.school());
    if (place.isPresent()) {
      session
          .list(STANDINGS, ReceiptWrites::standing, place.get().key(), JsonList.of(users))
          .forEach(standing -> place.get().standings().put(standing.user(), standing));
    }
    return place;
  }

  private static Standing standing(Row row) throws SQLException {
    return new Standing(new UserId(row.text(1)), row.number(2), row.number(3));
  }

  private @Nullable WatermarkMove advance(Place place, WatermarkAdvance asked) throws SQLException {
    WatermarkAdvance advance = asked.upTo(place.newest());
    Standing standing = place.standings().get(advance.userId());
    if (standing == null) {
      return null;
    }
    boolean delivered = advance.seq() > standing.delivered();
    boolean read = advance.isRead() && advance.seq() > standing.read();
    if (!(delivered || read) || leavesHole(place.key(), standing, advance)) {
      return null;
    }
    if (delivered) {
      place.moves().delivered().add(advance);
    }
    if (read) {
      place.moves().read().add(advance);
    }
    place
        .standings()
        .put(
            advance.userId(),
            new Standing(
                advance.userId(),
                delivered ? advance.seq() : standing.delivered(),
                read ? advance.seq() : standing.read()));
    return new WatermarkMove(advance, read ? standing.read() : standing.delivered());
  }

  private boolean leavesHole(long key, Standing standing, WatermarkAdvance advance)
      throws SQLException {
    return advance.after() > standing.delivered()
        && session.exists(HOLE, key, standing.delivered(), advance.after());
  }

  private void write(Place place) throws SQLException {
    write(place.key(), DELIVER, 0, place.moves().delivered());
    write(place.key(), READ, 1, place.moves().read());
  }

  /**
   * A row at a time where rows change: to join the table with a list costs several times as much.
   */
  private void write(long key, String update, int read, List<WatermarkAdvance> moves)
      throws SQLException {
    if (moves.isEmpty()) {
      return;
    }
    var newest = new LinkedHashMap<UserId, WatermarkAdvance>();
    moves.forEach(move -> newest.put(move.userId(), move));
    for (WatermarkAdvance move : newest.values()) {
      session.update(update, move.seq(), move.at(), key, move.userId());
    }
    session.update(KEEP, key, read, json(moves));
  }

  /** User, seq and time of each. */
  private static String json(List<WatermarkAdvance> moves) {
    return JsonList.of(
        moves.stream()
            .map(move -> List.of(move.userId(), move.seq(), move.at().toEpochMilli()))
            .toList());
  }
}
