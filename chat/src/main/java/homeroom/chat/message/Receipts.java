// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.conversation.Membership;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Who has got and read what. Claims are gathered, stored in one step for everybody, and told
 * afterwards in one event per conversation. Safe for many threads.
 */
public final class Receipts implements AutoCloseable {

  /** How long deliveries wait for others; at most 250 ms by the wire's contract. */
  private static final Duration GATHER = Duration.ofMillis(200);

  /** How long they wait in addition for a message to be stored with; both are less than 250 ms. */
  private static final Duration PATIENCE = Duration.ofMillis(40);

  private final ReceiptStore store;
  private final MessageStore messages;
  private final Membership membership;
  private final ReceiptTelling telling;
  private final Clock clock;
  private final ReceiptBatches batches;

  /**
   * Receipts of the members of conversations.
   *
   * @param quiet until when what a user reads is told to nobody else
   * @param executor stores the batches, one after another
   */
  public Receipts(
      ReceiptStore store,
      MessageStore messages,
      RecentSenders senders,
      Membership membership,
      Fanout fanout,
      QuietReaders quiet,
      Clock clock,
      Timer timer,
      Executor executor) {
    this.store = store;
    this.messages = messages;
    this.membership = membership;
    this.clock = clock;
    this.telling =
        new ReceiptTelling(
            store,
            senders,
            membership,
            fanout,
            new LaterReads(quiet, clock, timer, executor),
            timer,
            executor);
    this.batches = new ReceiptBatches(GATHER, timer, executor, this::store, store::hurry);
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

  /**
   * Runs on the executor of the batches. What was stored is told also if that takes several
   * attempts; what nobody knows to be stored comes again, and is then told too.
   */
  private void store(List<ReceiptBatches.Claim> claims, boolean awaited) {
    List<WatermarkAdvance> advances = claims.stream().map(ReceiptBatches.Claim::advance).toList();
    List<WatermarkMove> moved;
    try {
      moved = awaited ? store.advance(advances) : store.advance(advances, PATIENCE);
    } catch (StoreUnavailable e) {
      telling.doubt(claims);
      throw e;
    }
    telling.tell(moved, claims);
  }
}
