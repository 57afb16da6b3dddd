package homeroom.chat.message;

import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.ArrayList;
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
 * Gathers claims, the newest of each member and conversation only, so that what waits is bounded by
 * the members that are connected. A thread of its own hands them on: {@code gather} after the first
 * came, or at once when somebody waits.
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
  private Map<Key, Claim> gathered = new LinkedHashMap<>();
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
    gathered.merge(key, claim, ReceiptBatches::farther);
  }

  /**
   * The same hole-free reach, or the farther of two: a claim from 0 covers everything before it.
   */
  private static Claim farther(Claim one, Claim other) {
    Advance a = one.advance();
    Advance b = other.advance();
    Claim far = b.seq() >= a.seq() ? other : one;
    Advance advance = far.advance();
    long after = Math.min(a.after(), b.after());
    boolean touching = Math.max(a.after(), b.after()) <= Math.min(a.seq(), b.seq());
    return new Claim(
        new Advance(
            advance.schoolId(),
            advance.conversationId(),
            advance.userId(),
            advance.read(),
            touching ? after : advance.after(),
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
      var batch = new Batch(List.copyOf(gathered.values()), waiters);
      gathered = new LinkedHashMap<>();
      waiters = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
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
