// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import com.mongodb.client.model.UpdateOneModel;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;

/** Where one member stands in one conversation while a batch moves it. For one thread. */
final class Standing {

  private final String id;
  private final String schoolId;
  private final Document before;
  private final Document set = new Document();
  private final List<Document> reached = new ArrayList<>();
  private long delivered;
  private long read;

  Standing(DocumentReader watermark) {
    this.id = watermark.text("_id");
    this.schoolId = watermark.text("schoolId");
    this.delivered = watermark.number("deliveredSeq");
    this.read = watermark.number("readSeq");
    this.before = new Document("_id", id).append("deliveredSeq", delivered).append("readSeq", read);
  }

  String id() {
    return id;
  }

  long delivered() {
    return delivered;
  }

  boolean isIn(String school) {
    return schoolId.equals(school);
  }

  boolean isBehind(WatermarkAdvance advance) {
    return advance.seq() > delivered || (advance.isRead() && advance.seq() > read);
  }

  /** Moves to where the advance says, which must be ahead and leave no hole. */
  WatermarkMove move(WatermarkAdvance advance) {
    boolean movesRead = advance.isRead() && advance.seq() > read;
    var moved = new WatermarkMove(advance, movesRead ? read : delivered);
    var at = Date.from(advance.at());
    if (advance.seq() > delivered) {
      delivered = advance.seq();
      set.append("deliveredSeq", delivered).append("deliveredAt", at);
      reached.add(reached(advance, false, at));
    }
    if (movesRead) {
      read = advance.seq();
      set.append("readSeq", read).append("readAt", at);
      reached.add(reached(advance, true, at));
    }
    return moved;
  }

  boolean hasChanged() {
    return !set.isEmpty();
  }

  /** On condition that nobody else moved it since. */
  UpdateOneModel<Document> update(ObjectId mark) {
    return new UpdateOneModel<>(
        before, new Document("$set", new Document(set).append("movedBy", mark)));
  }

  /** When which messages were reached. */
  List<Document> reached() {
    return List.copyOf(reached);
  }

  private Document reached(WatermarkAdvance advance, boolean byReading, Date at) {
    return new Document("conversationId", advance.conversationId().value())
        .append("userId", advance.userId().value())
        .append("read", byReading)
        .append("seq", advance.seq())
        .append("at", at)
        .append("schoolId", schoolId);
  }
}
