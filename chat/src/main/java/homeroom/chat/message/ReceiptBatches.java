// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gathers claims. Those of a member about a conversation are joined where they touch, so that what
 * waits is bounded by the connections there are. An executor, which does one thing after another,
 * hands them on, conversation by conversation: {@code gather} after the first came, or at once when
 * somebody waits. So the work is spread over time as the messages are, and holds nobody up.
 */
final class ReceiptBatches implements AutoCloseable {

  private static final long RETRY_MILLIS = 1000;

  /** Conversations that wait where little is written; of more, each commit has enough. */
  private static final int FEW = 16;

  /** A claim and the connection it was made on, if any. */
  record Claim(WatermarkAdvance advance, @Nullable ConnectionId from) {}

  /** Stores what was gathered. */
  @FunctionalInterface
  interface Store {

    /**
     * Returns once they are stored.
     *
     * @param awaited whether somebody waits for it
     */
    void store(List<Claim> claims, boolean awaited);
  }

  /** What waits of one conversation, and who waits for it. */
  private record Waiting(
      long sinceNanos,
      Map<WatermarkKey, List<Claim>> claims,
      List<CompletableFuture<Void>> waiters) {

    /** All claims; those that close holes stand before those beyond them. */
    Stream<Claim> inOrder() {
      return claims.values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparingLong(claim -> claim.advance().after()));
    }
  }

  private final long gatherNanos;

  /**
   * What is due so soon goes with what is due, so that it is not done one by one; where little is
   * written, all that waited for so long, since the acks of a message come soon after each other.
   */
  private final long quarterNanos;

  private final Timer timer;
  private final Executor executor;
  private final Store store;
  private final Runnable hurry;
  private final ReentrantLock lock = new ReentrantLock();

  /** The one that waits longest first. */
  private final LinkedHashMap<ConversationId, Waiting> conversations = new LinkedHashMap<>();

  /** Those that somebody waits for. */
  private final Set<ConversationId> urgent = new LinkedHashSet<>();

  private volatile boolean closed;

  /** Whether the timer will look at what is due. */
  private boolean alarmed;

  /** The store was away: until then only what somebody waits for is handed on. */
  private long resumeNanos;

  /**
   * Batches that wait for as long as {@code gather}.
   *
   * @param executor does one thing after another; may wait for the store
   * @param hurry ends the waiting of the store for anything else, since somebody waits
   */
  ReceiptBatches(Duration gather, Timer timer, Executor executor, Store store, Runnable hurry) {
    this.gatherNanos = gather.toNanos();
    this.quarterNanos = gatherNanos / 4;
    this.timer = timer;
    this.executor = executor;
    this.store = store;
    this.hurry = hurry;
    this.resumeNanos = timer.nanoTime();
  }

  /** Never waits longer than a map operation of another thread takes. */
  void add(WatermarkAdvance advance) {
    lock.lock();
    try {
      gather(new Claim(advance, null));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the claim is stored.
   *
   * @throws StoreUnavailable if it was not, or nobody knows
   */
  void addAndWait(WatermarkAdvance advance, @Nullable ConnectionId from) {
    var stored = new CompletableFuture<Void>();
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailable("The server is stopping.", RETRY_MILLIS);
      }
      gather(new Claim(advance, from)).waiters.add(stored);
      urgent.add(advance.conversationId());
    } finally {
      lock.unlock();
    }
    executor.execute(this::handOn);
    hurry.run();
    try {
      stored.join();
    } catch (CompletionException e) {
      throw new StoreUnavailable("The receipts could not be stored.", RETRY_MILLIS, e);
    }
  }

  /** Returns once all was handed on. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    var emptied = new CompletableFuture<Void>();
    hurry.run();
    executor.execute(() -> {
      handOn();
      emptied.complete(null);
    });
    emptied.join();
  }

  private Waiting gather(Claim claim) {
    WatermarkAdvance advance = claim.advance();
    Waiting waiting = conversations.get(advance.conversationId());
    if (waiting == null) {
      waiting = new Waiting(timer.nanoTime(), new LinkedHashMap<>(), new ArrayList<>(0));
      conversations.put(advance.conversationId(), waiting);
    }
    WatermarkKey key = WatermarkKey.of(advance);
    join(waiting.claims.computeIfAbsent(key, added -> new ArrayList<>(1)), claim);
    setAlarm();
    return waiting;
  }

  /** Adds a claim to those of the same member, none of which touches another. */
  private static void join(List<Claim> apart, Claim claim) {
    Claim whole = claim;
    for (Iterator<Claim> others = apart.iterator(); others.hasNext(); ) {
      Claim other = others.next();
      if (touch(other.advance(), whole.advance())) {
        others.remove();
        whole = joined(other, whole);
      }
    }
    apart.add(whole);
  }

  private static boolean touch(WatermarkAdvance one, WatermarkAdvance other) {
    return Math.max(one.after(), other.after()) <= Math.min(one.seq(), other.seq());
  }

  private static Claim joined(Claim earlier, Claim later) {
    Claim far = later.advance().seq() >= earlier.advance().seq() ? later : earlier;
    WatermarkAdvance advance = far.advance();
    return new Claim(
        new WatermarkAdvance(
            advance.schoolId(),
            advance.conversationId(),
            advance.userId(),
            advance.kind(),
            Math.min(earlier.advance().after(), later.advance().after()),
            advance.seq(),
            advance.at()),
        far.from());
  }

  /** The timer looks at what waits longest when that is due. */
  private void setAlarm() {
    if (!alarmed && !closed && !conversations.isEmpty()) {
      alarmed = true;
      long left = nanosUntilDue(conversations.firstEntry().getValue(), timer.nanoTime());
      var _ = timer.after(Duration.ofNanos(Math.max(0, left)), () -> executor.execute(this::ring));
    }
  }

  private void ring() {
    lock.lock();
    try {
      alarmed = false;
    } finally {
      lock.unlock();
    }
    handOn();
  }

  private void handOn() {
    List<Waiting> batch = take();
    if (!batch.isEmpty()) {
      deliver(batch);
    }
  }

  /** What is to be handed on now; the timer looks after the rest. */
  private List<Waiting> take() {
    lock.lock();
    try {
      var due = new ArrayList<Waiting>();
      for (ConversationId id : urgent) {
        Waiting waiting = conversations.remove(id);
        if (waiting != null) {
          due.add(waiting);
        }
      }
      urgent.clear();
      takeWhatIsDue(due);
      setAlarm();
      return due;
    } finally {
      lock.unlock();
    }
  }

  private void takeWhatIsDue(List<Waiting> due) {
    long now = timer.nanoTime();
    long early = conversations.size() <= FEW ? gatherNanos - quarterNanos : quarterNanos;
    Iterator<Waiting> oldest = conversations.values().iterator();
    while (oldest.hasNext()) {
      Waiting waiting = oldest.next();
      if (!closed && nanosUntilDue(waiting, now) > early) {
        return;
      }
      due.add(waiting);
      oldest.remove();
    }
  }

  private long nanosUntilDue(Waiting waiting, long now) {
    return Math.max(waiting.sinceNanos + gatherNanos - now, resumeNanos - now);
  }

  private void deliver(List<Waiting> batch) {
    List<Claim> claims = batch.stream().flatMap(Waiting::inOrder).toList();
    List<CompletableFuture<Void>> waiters =
        batch.stream().flatMap(waiting -> waiting.waiters.stream()).toList();
    try {
      store.store(claims, closed || !waiters.isEmpty());
      waiters.forEach(waiter -> waiter.complete(null));
    } catch (StoreUnavailable e) {
      waiters.forEach(waiter -> waiter.completeExceptionally(e));
      keepForLater(claims);
    } catch (RuntimeException | Error e) {
      // Whoever waits is told in any case; an executor would keep it to itself.
      waiters.forEach(waiter -> waiter.completeExceptionally(e));
    }
  }

  /** Confirmations that nobody will repeat wait until the store is back; newer ones win. */
  private void keepForLater(List<Claim> claims) {
    lock.lock();
    try {
      resumeNanos = timer.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
      if (!closed) {
        claims.forEach(this::gather);
      }
    } finally {
      lock.unlock();
    }
  }
}
