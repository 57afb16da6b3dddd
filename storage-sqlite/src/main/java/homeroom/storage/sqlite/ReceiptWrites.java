package homeroom.storage.sqlite;

import homeroom.chat.message.Advance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves watermarks within one write of the store; runs on its writer thread. */
final class ReceiptWrites {

  /** Where a member stands; {@code newest} is the newest seq of the conversation. */
  private record Standing(long conversation, long delivered, long read, long newest) {}

  private final Session session;

  ReceiptWrites(Session session) {
    this.session = session;
  }

  /** Those that moved something. */
  List<Advance> advance(List<Advance> advances) throws SQLException {
    var moved = new ArrayList<Advance>();
    for (Advance advance : advances) {
      if (advance(advance)) {
        moved.add(advance);
      }
    }
    return moved;
  }

  private boolean advance(Advance advance) throws SQLException {
    Optional<Standing> found = standing(advance);
    if (found.isEmpty() || advance.seq() > found.get().newest()) {
      return false;
    }
    Standing standing = found.get();
    boolean delivered = advance.seq() > standing.delivered();
    boolean read = advance.read() && advance.seq() > standing.read();
    if (delivered) {
      move("delivered", 0, standing, advance);
    }
    if (read) {
      move("read", 1, standing, advance);
    }
    return delivered || read;
  }

  private Optional<Standing> standing(Advance advance) throws SQLException {
    return session.first(
        """
        SELECT c.key, r.delivered_seq, r.read_seq,
          (SELECT max(m.seq) FROM messages m WHERE m.conversation = c.key)
        FROM conversations c JOIN receipts r ON r.conversation = c.key
        WHERE c.id = ? AND c.school_id = ? AND r.user_id = ?\
        """,
        row -> new Standing(row.number(1), row.number(2), row.number(3), row.number(4)),
        advance.conversationId(),
        advance.schoolId(),
        advance.userId());
  }

  private void move(String which, int read, Standing standing, Advance advance)
      throws SQLException {
    session.update(
        "UPDATE receipts SET %1$s_seq = ?, %1$s_at = ? WHERE conversation = ? AND user_id = ?"
            .formatted(which),
        advance.seq(),
        advance.at(),
        standing.conversation(),
        advance.userId());
    session.update(
        "INSERT INTO receipt_advances VALUES (?, ?, ?, ?, ?)",
        standing.conversation(),
        advance.userId(),
        read,
        advance.seq(),
        advance.at());
  }
}
