// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has got and read what. Claims are gathered, stored in one step for everybody, and told
 * afterwards in one event per conversation. Safe for many threads.
 */
public final class Receipts implements AutoCloseable {

  /** How long deliveries wait for others; at most 250 ms by the wire's contract. */
  private static final Duration GATHER = Duration.ofMillis(200);

  private final ReceiptStore store;
  private final MessageStore messages;
  private final Membership membership;
  private final Fanout fanout;
  private final Clock clock;
  private final ReceiptBatches batches;

  /**
   * Receipts of the members of conversations.
   *
   * @param executor stores the batches, one after another
   */
  public Receipts(
      ReceiptStore store,
      MessageStore messages,
      Membership membership,
      Fanout fanout,
      Clock clock,
      Timer timer,
      Executor executor) {
    this.store = store;
    this.messages = messages;
    this.membership = membership;
    this.fanout = fanout;
    this.clock = clock;
    this.batches = new ReceiptBatches(GATHER, timer, executor, this::store);
  }

  /** The caller has got, or read, all messages up to {@code seq}. Blocks until it is stored. */
  public Outcome<Outcome.Nothing> claim(
      Caller caller, ConversationId id, long seq, ReceiptKind kind) {
    SchoolId school = caller.schoolId();
    return membership
        .find(caller, id)
        .andThen(() ->
            Outcome.check(
                seq >= 0 && seq <= messages.newestSeq(school, id),
                () ->
                    Refusal.of(
                        RefusalCode.SEQ_OUT_OF_RANGE,
                        "'seq' is that of a message of the conversation.",
                        "seq",
                        "is beyond the newest message")))
        .ifDone(valid ->
            batches.addAndWait(
                new WatermarkAdvance(school, id, caller.userId(), kind, 0, seq, clock.instant()),
                caller.connection()));
  }

  /**
   * A connection of the user confirmed the messages with {@code after < seq' <= seq}. Never blocks:
   * may be called on an event loop.
   */
  public void confirmed(
      SchoolId school, ConversationId conversation, UserId user, long after, long seq) {
    batches.add(
        new WatermarkAdvance(
            school, conversation, user, ReceiptKind.DELIVERED, after, seq, clock.instant()));
  }

  /** Who of the active members got and read the caller's message, and when. */
  public Outcome<List<MessageReceipt>> of(Caller caller, MessageId id) {
    Outcome<Message> found =
        Outcome.found(
            messages
                .message(caller.schoolId(), id)
                .filter(one -> membership.conversation(caller, one.conversationId()).isPresent()),
            () -> Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, id.value()));
    return found
        .flatMap(message ->
            Outcome.check(
                    message.senderId().equals(caller.userId()),
                    () ->
                        Refusal.of(
                            RefusalCode.RECEIPTS_NOT_YOURS,
                            "Receipts are shown to who wrote the message."))
                .map(own -> message))
        .map(this::ofOthers);
  }

  private List<MessageReceipt> ofOthers(Message message) {
    SchoolId school = message.schoolId();
    ConversationId id = message.conversationId();
    Set<UserId> members =
        membership.conversation(school, id).map(membership::members).orElse(Set.of());
    return store.receipts(school, id, message.seq()).stream()
        .filter(receipt -> members.contains(receipt.userId()))
        .filter(receipt -> !receipt.userId().equals(message.senderId()))
        .toList();
  }

  /** Returns once what was gathered is stored. */
  @Override
  public void close() {
    batches.close();
  }

  /** Runs on the executor of the batches. */
  private void store(List<ReceiptBatches.Claim> claims) {
    List<WatermarkMove> moved =
        store.advance(claims.stream().map(ReceiptBatches.Claim::advance).toList());
    if (moved.isEmpty()) {
      return;
    }
    var byConversation =
        moved.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.advance().conversationId(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    byConversation.forEach((id, ones) -> tell(id, ones, claims));
  }

  private void tell(
      ConversationId id, List<WatermarkMove> moved, List<ReceiptBatches.Claim> claims) {
    SchoolId school = moved.getFirst().advance().schoolId();
    Set<UserId> members =
        membership.conversation(school, id).map(membership::members).orElse(Set.of());
    tellSenders(
        school, id, moved.stream().filter(one -> !one.advance().isRead()).toList(), members);
    List<WatermarkMove> reads = moved.stream().filter(one -> one.advance().isRead()).toList();
    tellSenders(school, id, reads, members);
    for (WatermarkMove read : reads) {
      UserId reader = read.advance().userId();
      if (members.contains(reader)) {
        fanout.deliver(event(id, List.of(read)), List.of(reader), connection(read, claims));
      }
    }
  }

  private void tellSenders(
      SchoolId school, ConversationId id, List<WatermarkMove> moved, Set<UserId> members) {
    if (moved.isEmpty()) {
      return;
    }
    long after = moved.stream().mapToLong(WatermarkMove::before).min().orElse(0);
    long upTo = moved.stream().mapToLong(one -> one.advance().seq()).max().orElse(0);
    var senders = new HashSet<>(messages.senders(school, id, after, upTo));
    senders.retainAll(members);
    if (moved.size() == 1) {
      senders.remove(moved.getFirst().advance().userId());
    }
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
    return new ReceiptEvent(id, moved.getFirst().advance().kind(), entries);
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
