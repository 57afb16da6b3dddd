// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Tells of watermarks that moved, in one event per conversation and kind, as often as it takes
 * until the store says to whom. What waits is bounded by the members there are: the moves of one
 * become one. Everything happens on the executor's one thread at a time.
 */
final class ReceiptTelling {

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** A watermark that moved, and the connection that said so, which need not hear of it. */
  private record Move(WatermarkMove move, @Nullable ConnectionId from) {

    Move and(Move later) {
      return new Move(
          new WatermarkMove(later.move.advance(), Math.min(move.before(), later.move.before())),
          later.from);
    }
  }

  private final ReceiptStore store;
  private final RecentSenders sent;
  private final Membership membership;
  private final Fanout fanout;
  private final LaterReads later;
  private final Timer timer;
  private final Executor executor;

  /** What nobody was told of yet. */
  private final Map<ConversationId, Map<WatermarkKey, Move>> untold = new LinkedHashMap<>();

  /** Claims that may have been stored without an answer. */
  private final Map<ConversationId, Map<WatermarkKey, WatermarkAdvance>> doubted = new HashMap<>();

  private boolean alarmed;

  ReceiptTelling(
      ReceiptStore store,
      RecentSenders sent,
      Membership membership,
      Fanout fanout,
      LaterReads later,
      Timer timer,
      Executor executor) {
    this.store = store;
    this.sent = sent;
    this.membership = membership;
    this.fanout = fanout;
    this.later = later;
    this.timer = timer;
    this.executor = executor;
  }

  /** Nobody knows whether these are stored. They come again, and move nothing if they are. */
  void doubt(List<ReceiptBatches.Claim> claims) {
    for (ReceiptBatches.Claim claim : claims) {
      WatermarkAdvance advance = claim.advance();
      doubted
          .computeIfAbsent(advance.conversationId(), id -> new HashMap<>())
          .merge(
              WatermarkKey.of(advance),
              advance,
              (one, other) -> one.seq() >= other.seq() ? one : other);
    }
  }

  /** Tells of these moves, now or as soon as it can. */
  void tell(List<WatermarkMove> moved, List<ReceiptBatches.Claim> claims) {
    moved.forEach(one -> add(one, one.advance().isRead() ? connection(one, claims) : null));
    tellAll();
  }

  /** What waited for the end of quiet hours. */
  private void tellNow(List<WatermarkMove> moved) {
    moved.forEach(one -> add(one, null));
    tellAll();
  }

  private void add(WatermarkMove move, @Nullable ConnectionId from) {
    WatermarkAdvance advance = move.advance();
    untold
        .computeIfAbsent(advance.conversationId(), id -> new LinkedHashMap<>())
        .merge(WatermarkKey.of(advance), new Move(move, from), Move::and);
  }

  private void tellAll() {
    try {
      resolveDoubts();
      Iterator<Map.Entry<ConversationId, Map<WatermarkKey, Move>>> waiting =
          untold.entrySet().iterator();
      while (waiting.hasNext()) {
        tellNext(waiting);
      }
    } catch (StoreUnavailable e) {
      retryLater();
    }
  }

  /** What is not told because of a fault, other than the store's being away, would never be. */
  private void tellNext(Iterator<Map.Entry<ConversationId, Map<WatermarkKey, Move>>> waiting) {
    Map.Entry<ConversationId, Map<WatermarkKey, Move>> next = waiting.next();
    boolean over = true;
    try {
      tell(next.getKey(), List.copyOf(next.getValue().values()));
    } catch (StoreUnavailable e) {
      over = false;
      throw e;
    } finally {
      if (over) {
        waiting.remove();
      }
    }
  }

  private void retryLater() {
    if (!alarmed) {
      alarmed = true;
      var _ = timer.after(RETRY, () -> executor.execute(this::retry));
    }
  }

  private void retry() {
    alarmed = false;
    tellAll();
  }

  /** Of a claim in doubt the watermark says whether it was stored. */
  private void resolveDoubts() {
    Iterator<Map.Entry<ConversationId, Map<WatermarkKey, WatermarkAdvance>>> all =
        doubted.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<ConversationId, Map<WatermarkKey, WatermarkAdvance>> next = all.next();
      Map<WatermarkKey, WatermarkAdvance> claims = next.getValue();
      SchoolId school = claims.values().iterator().next().schoolId();
      for (Watermark mark : store.watermarks(school, next.getKey())) {
        for (ReceiptKind kind : ReceiptKind.values()) {
          WatermarkAdvance claim = claims.get(new WatermarkKey(mark.userId(), kind));
          if (claim != null) {
            addIfStored(claim, mark);
          }
        }
      }
      all.remove();
    }
  }

  private void addIfStored(WatermarkAdvance claim, Watermark mark) {
    long seq = claim.isRead() ? mark.readSeq() : mark.deliveredSeq();
    Instant at = claim.isRead() ? mark.readAt() : mark.deliveredAt();
    if (seq >= claim.seq() && at != null && !isUntold(claim)) {
      add(
          new WatermarkMove(
              new WatermarkAdvance(
                  claim.schoolId(),
                  claim.conversationId(),
                  claim.userId(),
                  claim.kind(),
                  claim.after(),
                  seq,
                  at),
              claim.after()),
          null);
    }
  }

  private boolean isUntold(WatermarkAdvance claim) {
    return untold
        .getOrDefault(claim.conversationId(), Map.of())
        .containsKey(WatermarkKey.of(claim));
  }

  private void tell(ConversationId id, List<Move> moved) {
    SchoolId school = moved.getFirst().move.advance().schoolId();
    Set<UserId> members =
        membership.conversation(school, id).map(membership::members).orElse(Set.of());
    List<WatermarkMove> deliveries = ofKind(ReceiptKind.DELIVERED, moved);
    List<WatermarkMove> reads =
        ofKind(ReceiptKind.READ, moved).stream()
            .filter(move -> !later.holds(move, this::tellNow))
            .toList();
    Set<UserId> toDeliveries = senders(school, id, deliveries, members);
    Set<UserId> toReads = senders(school, id, reads, members);
    deliver(id, deliveries, toDeliveries);
    deliver(id, reads, toReads);
    for (Move one : moved) {
      UserId reader = one.move.advance().userId();
      if (one.move.advance().isRead() && members.contains(reader)) {
        fanout.deliver(event(id, List.of(one.move)), List.of(reader), one.from);
      }
    }
  }

  private static List<WatermarkMove> ofKind(ReceiptKind kind, List<Move> moved) {
    return moved.stream().map(Move::move).filter(move -> move.advance().kind() == kind).toList();
  }

  private Set<UserId> senders(
      SchoolId school, ConversationId id, List<WatermarkMove> moved, Set<UserId> members) {
    if (moved.isEmpty()) {
      return Set.of();
    }
    long after = moved.stream().mapToLong(WatermarkMove::before).min().orElse(0);
    long upTo = moved.stream().mapToLong(one -> one.advance().seq()).max().orElse(0);
    var senders = new HashSet<>(sent.of(school, id, after, upTo));
    senders.retainAll(members);
    if (moved.size() == 1) {
      senders.remove(moved.getFirst().advance().userId());
    }
    return senders;
  }

  private void deliver(ConversationId id, List<WatermarkMove> moved, Set<UserId> senders) {
    if (!senders.isEmpty()) {
      fanout.deliver(event(id, moved), senders, null);
    }
  }

  private static ReceiptEvent event(ConversationId id, List<WatermarkMove> moved) {
    var entries = new ArrayList<ReceiptEvent.Entry>(moved.size());
    for (WatermarkMove one : moved) {
      WatermarkAdvance advance = one.advance();
      entries.add(new ReceiptEvent.Entry(advance.userId(), advance.seq(), advance.at()));
    }
    WatermarkAdvance first = moved.getFirst().advance();
    long after = moved.stream().mapToLong(WatermarkMove::before).min().orElse(0);
    return new ReceiptEvent(first.schoolId(), id, first.kind(), after, entries);
  }

  private static @Nullable ConnectionId connection(
      WatermarkMove moved, List<ReceiptBatches.Claim> claims) {
    WatermarkAdvance advance = moved.advance();
    for (ReceiptBatches.Claim claim : claims) {
      if (claim.advance().userId().equals(advance.userId())
          && claim.advance().conversationId().equals(advance.conversationId())
          && claim.advance().isRead()) {
        return claim.from();
      }
    }
    return null;
  }
}
