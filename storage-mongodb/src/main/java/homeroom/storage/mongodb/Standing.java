// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** Where one member stands in one conversation while a batch moves it. For one thread. */
final class Standing {

  private final Watermark before;
  private final List<Advance> reached = new ArrayList<>();
  private long delivered;
  private long read;

  Standing(Watermark watermark) {
    this.before = watermark;
    this.delivered = watermark.deliveredSeq();
    this.read = watermark.readSeq();
  }

  long delivered() {
    return delivered;
  }

  boolean isBehind(WatermarkAdvance advance) {
    return advance.seq() > delivered || (advance.isRead() && advance.seq() > read);
  }

  /** Whether this, read later, has come as far; also if the same user joined anew meanwhile. */
  boolean hasReached(Standing other) {
    return before.joinSeq() != other.before.joinSeq()
        || (delivered >= other.delivered && read >= other.read);
  }

  /** Moves to where the advance says, which must be ahead and leave no hole. */
  WatermarkMove move(WatermarkAdvance advance) {
    boolean movesRead = advance.isRead() && advance.seq() > read;
    var moved = new WatermarkMove(advance, movesRead ? read : delivered);
    if (advance.seq() > delivered) {
      reached.add(reached(advance, false, delivered));
      delivered = advance.seq();
    }
    if (movesRead) {
      reached.add(reached(advance, true, read));
      read = advance.seq();
    }
    return moved;
  }

  private static Advance reached(WatermarkAdvance advance, boolean byReading, long after) {
    return new Advance(advance.userId(), byReading, after, advance.seq(), advance.at());
  }

  boolean hasChanged() {
    return !reached.isEmpty();
  }

  /** That the member is still there as they were read. */
  Document condition() {
    return new Document(Watermarks.path(before.userId()) + ".joinSeq", before.joinSeq());
  }

  /** What is to be the largest. */
  void move(Document max) {
    for (Advance each : reached) {
      max.append(
          Watermarks.path(before.userId()) + (each.read() ? ".read" : ".delivered"),
          Watermarks.reached(each.seq(), each.at()));
    }
  }

  /** When which messages were reached. */
  List<Advance> reached() {
    return List.copyOf(reached);
  }
}
