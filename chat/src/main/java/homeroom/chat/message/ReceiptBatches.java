package homeroom.chat.message;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers claims. Those of a member about a conversation are joined where they touch, so that what
 * waits is bounded by the connections there are. A thread of its own hands them on: {@code gather}
 * after the first came, or at once when somebody waits.
 */
final class ReceiptBatches implements AutoCloseable {

  private static final long RETRY_MILLIS = 1000;

  /** A claim and the connection it was made on, if any. */
  record Claim(Advance advance, @Nullable ConnectionId from) {}

  private record Key(ConversationId conversation, UserId user, boolean read) {}

  private final long gatherNanos;
  private final Consumer<List<Claim>> store;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wakeUp = lock.newCondition();
  private final Thread thread;
  private Map<Key, List<Claim>> gathered = new LinkedHashMap<>();
  private List<CompletableFuture<Void>> waiters = new ArrayList<>();
  private boolean closed;
  private boolean paused;

  ReceiptBatches(Duration gather, Consumer<List<Claim>> store) {
    this.gatherNanos = gather.toNanos();
    this.store = store;
    this.thread = Thread.ofPlatform().name("receipts").daemon().start(this::run);
  }

  /** Never waits longer than a map operation of another thread takes. */
  void add(Advance advance) {
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
  void addAndWait(Advance advance, @Nullable ConnectionId from) {
    var stored = new CompletableFuture<Void>();
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailable("The server is stopping.", RETRY_MILLIS);
      }
      gather(new Claim(advance, from));
      waiters.add(stored);
      wakeUp.signal();
    } finally {
      lock.unlock();
    }
    try {
      stored.join();
    } catch (CompletionException e) {
      throw new StoreUnavailable("The receipts could not be stored.", RETRY_MILLIS, e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wakeUp.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(Claim claim) {
    Advance advance = claim.advance();
    var key = new Key(advance.conversationId(), advance.userId(), advance.read());
    if (gathered.isEmpty()) {
      wakeUp.signal();
    }
    join(gathered.computeIfAbsent(key, added -> new ArrayList<>(1)), claim);
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

  private static boolean touch(Advance one, Advance other) {
    return Math.max(one.after(), other.after()) <= Math.min(one.seq(), other.seq());
  }

  private static Claim joined(Claim one, Claim other) {
    Claim far = other.advance().seq() >= one.advance().seq() ? other : one;
    Advance advance = far.advance();
    return new Claim(
        new Advance(
            advance.schoolId(),
            advance.conversationId(),
            advance.userId(),
            advance.read(),
            Math.min(one.advance().after(), other.advance().after()),
            advance.seq(),
            advance.at()),
        far.from());
  }

  private void run() {
    while (true) {
      Batch batch = next();
      if (batch == null) {
        return;
      }
      deliver(batch);
    }
  }

  private record Batch(List<Claim> claims, List<CompletableFuture<Void>> waiters) {}

  private @Nullable Batch next() {
    lock.lock();
    try {
      while (gathered.isEmpty() && !closed) {
        wakeUp.awaitUninterruptibly();
      }
      gatherMore();
      if (gathered.isEmpty()) {
        return null;
      }
      var batch = new Batch(gathered(), waiters);
      gathered = new LinkedHashMap<>();
      waiters = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** All claims; those that close holes stand before those beyond them. */
  private List<Claim> gathered() {
    return gathered.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(claim -> claim.advance().after()))
        .toList();
  }

  /** Until the time is over, or somebody waits for the outcome. */
  private void gatherMore() {
    long left = paused ? TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS) : gatherNanos;
    paused = false;
    try {
      while (waiters.isEmpty() && !closed && left > 0) {
        left = wakeUp.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Batch batch) {
    try {
      store.accept(batch.claims());
      batch.waiters().forEach(waiter -> waiter.complete(null));
    } catch (StoreUnavailable e) {
      batch.waiters().forEach(waiter -> waiter.completeExceptionally(e));
      keepForLater(batch.claims());
    } catch (RuntimeException e) {
      batch.waiters().forEach(waiter -> waiter.completeExceptionally(e));
    }
  }

  /** Confirmations that nobody will repeat wait until the store is back; newer ones win. */
  private void keepForLater(List<Claim> claims) {
    lock.lock();
    try {
      paused = true;
      if (!closed) {
        claims.forEach(this::gather);
      }
    } finally {
      lock.unlock();
    }
  }
}
