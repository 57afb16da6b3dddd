package homeroom.storage.sqlite;

import homeroom.chat.message.Advance;
import homeroom.chat.message.Moved;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final String STANDING =
      """
      SELECT r.delivered_seq, r.read_seq FROM receipts r
      WHERE r.conversation = ? AND r.user_id = ?\
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

  private static final String KEEP = "INSERT INTO receipt_advances VALUES (?, ?, ?, ?, ?)";

  private record Address(SchoolId school, ConversationId conversation) {}

  /** A conversation by its key, and the newest seq in it. */
  private record Place(long key, long newest) {}

  /** How far a member has come. */
  private record Standing(long delivered, long read) {}

  private final Session session;
  private final Map<Address, Optional<Place>> places = new HashMap<>();

  ReceiptWrites(Session session) {
    this.session = session;
  }

  /** What moved, in order. */
  List<Moved> advance(List<Advance> advances) throws SQLException {
    var moved = new ArrayList<Moved>();
    for (Advance advance : advances) {
      Moved move = advance(advance);
      if (move != null) {
        moved.add(move);
      }
    }
    return moved;
  }

  private @Nullable Moved advance(Advance asked) throws SQLException {
    Optional<Place> place = place(new Address(asked.schoolId(), asked.conversationId()));
    if (place.isEmpty()) {
      return null;
    }
    long key = place.get().key();
    Advance advance = asked.upTo(place.get().newest());
    Optional<Standing> standing =
        session.first(
            STANDING, row -> new Standing(row.number(1), row.number(2)), key, advance.userId());
    return standing.isEmpty() ? null : advance(key, standing.get(), advance);
  }

  private @Nullable Moved advance(long key, Standing standing, Advance advance)
      throws SQLException {
    boolean delivered = advance.seq() > standing.delivered();
    boolean read = advance.read() && advance.seq() > standing.read();
    if (!(delivered || read) || leavesHole(key, standing, advance)) {
      return null;
    }
    if (delivered) {
      move(DELIVER, 0, key, advance);
    }
    if (read) {
      move(READ, 1, key, advance);
    }
    return new Moved(advance, read ? standing.read() : standing.delivered());
  }

  private boolean leavesHole(long key, Standing standing, Advance advance) throws SQLException {
    return advance.after() > standing.delivered()
        && session.exists(HOLE, key, standing.delivered(), advance.after());
  }

  private void move(String update, int read, long key, Advance advance) throws SQLException {
    session.update(update, advance.seq(), advance.at(), key, advance.userId());
    session.update(KEEP, key, advance.userId(), read, advance.seq(), advance.at());
  }

  private Optional<Place> place(Address address) throws SQLException {
    Optional<Place> known = places.get(address);
    if (known == null) {
      known =
          session.first(
              PLACE,
              row -> new Place(row.number(1), row.number(2)),
              address.conversation(),
              address.school());
      places.put(address, known);
    }
    return known;
  }
}
