// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.message.MessageReceipt;
import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far the members of one conversation have come, and when they came where. */
final class Watermarks {

  private final StoredMessages messages;
  private final Map<UserId, Watermark> marks = new TreeMap<>();
  private final List<WatermarkAdvance> delivered = new ArrayList<>();
  private final List<WatermarkAdvance> read = new ArrayList<>();

  Watermarks(StoredMessages messages) {
    this.messages = messages;
  }

  List<Watermark> all() {
    return List.copyOf(marks.values());
  }

  Optional<Watermark> of(UserId user) {
    return Optional.ofNullable(marks.get(user));
  }

  /** Whoever has none gets one at the newest seq. */
  void join(Collection<UserId> users) {
    long seq = messages.newestSeq();
    users.forEach(user -> marks.putIfAbsent(user, new Watermark(user, seq, seq, null, seq, null)));
  }

  void leave(Collection<UserId> users) {
    users.forEach(marks::remove);
  }

  /** Empty if it moved nothing. */
  Optional<WatermarkMove> advance(WatermarkAdvance asked) {
    WatermarkAdvance advance = asked.upTo(messages.newestSeq());
    Watermark mark = marks.get(advance.userId());
    if (mark == null || !messages.between(mark.deliveredSeq(), advance.after()).isEmpty()) {
      return Optional.empty();
    }
    boolean delivers = advance.seq() > mark.deliveredSeq();
    boolean reads = advance.isRead() && advance.seq() > mark.readSeq();
    if (!delivers && !reads) {
      return Optional.empty();
    }
    if (delivers) {
      delivered.add(advance);
    }
    if (reads) {
      read.add(advance);
    }
    marks.put(
        mark.userId(),
        new Watermark(
            mark.userId(),
            mark.joinSeq(),
            delivers ? advance.seq() : mark.deliveredSeq(),
            delivers ? advance.at() : mark.deliveredAt(),
            reads ? advance.seq() : mark.readSeq(),
            reads ? advance.at() : mark.readAt()));
    return Optional.of(new WatermarkMove(advance, reads ? mark.readSeq() : mark.deliveredSeq()));
  }

  /** Of the message with that seq: of all who had joined before it. */
  List<MessageReceipt> receipts(long seq) {
    return marks.values().stream()
        .filter(mark -> mark.joinSeq() < seq)
        .map(mark ->
            new MessageReceipt(
                mark.userId(),
                mark.deliveredSeq() >= seq ? reached(delivered, mark.userId(), seq) : null,
                mark.readSeq() >= seq ? reached(read, mark.userId(), seq) : null))
        .toList();
  }

  /** When the user first came to the message. */
  private static @Nullable Instant reached(List<WatermarkAdvance> advances, UserId user, long seq) {
    return advances.stream()
        .filter(advance -> advance.userId().equals(user) && advance.seq() >= seq)
        .map(WatermarkAdvance::at)
        .findFirst()
        .orElse(null);
  }
}
