// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.message.Watermark;
import homeroom.chat.message.WatermarkAdvance;
import homeroom.chat.message.WatermarkMove;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves watermarks within one write of the store; runs on its writer thread. A batch reads and
 * writes each conversation once: nothing else is written while it runs.
 */
final class ReceiptWrites {

  private static final String ROWS =
      """
      SELECT c.key, (SELECT max(m.seq) FROM messages m WHERE m.conversation = c.key),
        w.key, w.start, w.members
      FROM conversations c CROSS JOIN watermarks w
      WHERE c.id = ?3 AND c.school_id = ?4 AND
      """
          + WatermarkRows.BETWEEN.formatted("c.key");

  private static final String HOLE =
      "SELECT 1 FROM messages m WHERE m.conversation = ? AND m.seq > ? AND m.seq <= ? LIMIT 1";

  private record Address(SchoolId school, ConversationId conversation) {

    /** Written out, as {@link #hashCode}: asked for each receipt, it is slow as a record has it. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Address address
              && conversation.equals(address.conversation)
              && school.equals(address.school));
    }

    @Override
    public int hashCode() {
      return conversation.hashCode();
    }
  }

  /**
   * A conversation, the newest seq in it, the rows that have the members of whom the batch speaks,
   * and what the batch moved no further than a row of many takes.
   */
  private record Place(
      long conversation, long newest, List<WatermarkRow> rows, List<Advance> near) {}

  private final StatementCache session;
  private final WatermarkRows watermarks;
  private final AdvanceRows advances;

  ReceiptWrites(StatementCache session) {
    this.session = session;
    this.watermarks = new WatermarkRows(session);
    this.advances = new AdvanceRows(session);
  }

  /** The members of a conversation between whom those of a batch are. */
  private record Span(UserId first, UserId last) {

    Span and(Span other) {
      return new Span(
          other.first.compareTo(first) < 0 ? other.first : first,
          other.last.compareTo(last) > 0 ? other.last : last);
    }
  }

  /** What moved, in order. */
  List<WatermarkMove> advance(List<WatermarkAdvance> asked) throws SQLException {
    Map<Address, Optional<Place>> places = places(asked);
    var moved = new ArrayList<WatermarkMove>();
    for (WatermarkAdvance advance : asked) {
      Optional<Place> place = places.getOrDefault(address(advance), Optional.empty());
      WatermarkMove move = place.isEmpty() ? null : advance(place.get(), advance);
      if (move != null) {
        moved.add(move);
      }
    }
    for (Optional<Place> place : places.values()) {
      if (place.isPresent()) {
        watermarks.write(place.get().conversation(), place.get().rows());
        advances.keep(place.get().conversation(), place.get().near());
      }
    }
    return moved;
  }

  private Map<Address, Optional<Place>> places(List<WatermarkAdvance> asked) throws SQLException {
    var spans = new LinkedHashMap<Address, Span>();
    for (WatermarkAdvance advance : asked) {
      var one = new Span(advance.userId(), advance.userId());
      spans.merge(address(advance), one, Span::and);
    }
    var places = new LinkedHashMap<Address, Optional<Place>>();
    for (var entry : spans.entrySet()) {
      Span span = entry.getValue();
      places.put(entry.getKey(), place(entry.getKey(), span.first(), span.last()));
    }
    return places;
  }

  private static Address address(WatermarkAdvance advance) {
    return new Address(advance.schoolId(), advance.conversationId());
  }

  /** Empty if it has none of the members. */
  private Optional<Place> place(Address address, UserId first, UserId last) throws SQLException {
    List<Place> found =
        session.list(
            ROWS,
            row -> {
              var members =
                  new WatermarkRow(row.number(3), row.text(4), Member.unpack(row.bytes(5)));
              return new Place(row.number(1), row.number(2), List.of(members), new ArrayList<>());
            },
            first,
            last,
            address.conversation(),
            address.school());
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Place(
                found.getFirst().conversation(),
                found.getFirst().newest(),
                found.stream().flatMap(each -> each.rows().stream()).toList(),
                new ArrayList<>()));
  }

  private @Nullable WatermarkMove advance(Place place, WatermarkAdvance asked) throws SQLException {
    WatermarkAdvance advance = asked.upTo(place.newest());
    String user = advance.userId().value();
    WatermarkRow row = WatermarkRows.row(place.rows(), user);
    Member member = row == null ? null : row.member(user);
    if (row == null || member == null) {
      return null;
    }
    Watermark mark = member.mark();
    boolean delivered = advance.seq() > mark.deliveredSeq();
    boolean read = advance.isRead() && advance.seq() > mark.readSeq();
    if (!(delivered || read) || leavesHole(place.conversation(), mark, advance)) {
      return null;
    }
    if (delivered) {
      keep(place, member, false, mark.deliveredSeq(), advance);
    }
    if (read) {
      keep(place, member, true, mark.readSeq(), advance);
    }
    row.put(
        new Member(
            member.number(),
            new Watermark(
                mark.userId(),
                mark.joinSeq(),
                delivered ? advance.seq() : mark.deliveredSeq(),
                delivered ? advance.at() : mark.deliveredAt(),
                read ? advance.seq() : mark.readSeq(),
                read ? advance.at() : mark.readAt())));
    return new WatermarkMove(advance, read ? mark.readSeq() : mark.deliveredSeq());
  }

  private void keep(Place place, Member member, boolean read, long before, WatermarkAdvance advance)
      throws SQLException {
    if (advance.seq() - before <= AdvanceRows.SPAN) {
      place.near().add(Advance.of(member.number(), read, advance));
    } else {
      advances.keepFar(place.conversation(), member.id(), read, advance.seq(), advance.at());
    }
  }

  private boolean leavesHole(long conversation, Watermark mark, WatermarkAdvance advance)
      throws SQLException {
    return advance.after() > mark.deliveredSeq()
        && session.exists(HOLE, conversation, mark.deliveredSeq(), advance.after());
  }
}
