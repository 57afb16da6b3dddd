// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads for long computations, shared fairly: those that wait are served in turn
 * of the shares they belong to, such as networks, however many each has. Within a share the first
 * comes first while few wait, and the newest while many do, as in a flood from the network of
 * honest people: one of them then waits for one computation, not for all. When no more may wait,
 * the one of the share with the most whose turn would be the last gives way. Who has waited for too
 * long is sent away: whoever asked has gone, or will try again. Safe for many threads.
 */
final class HashingPool implements AutoCloseable {

  /** So many of one share are served as they came. */
  static final int IN_ORDER = 4;

  private static final long RETRY_AFTER_MILLIS = 1000;

  private final int maxWaiting;
  private final Duration patience;
  private final LinkedHashMap<String, Deque<FutureTask<?>>> shares = new LinkedHashMap<>();
  private int waiting;
  private boolean closed;

  /**
   * Starts the threads.
   *
   * @param threads how many computations run at once, at least 1
   * @param maxWaiting how many may wait
   * @param patience how long each of them may
   */
  HashingPool(int threads, int maxWaiting, Duration patience) {
    this.maxWaiting = maxWaiting;
    this.patience = patience;
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().name("password-" + i).daemon().start(this::work);
    }
  }

  /**
   * Waits for the turn of the share, computes, and answers; for virtual threads.
   *
   * @throws StoreUnavailable if too many wait, or the turn did not come
   */
  <T> T compute(String share, Callable<T> computation) {
    var task = new FutureTask<T>(computation);
    enqueue(share, task);
    try {
      return await(share, task);
    } catch (CancellationException e) {
      throw tooMany();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A password hash could not be computed.", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("The server is stopping.", RETRY_AFTER_MILLIS, e);
    }
  }

  private <T> T await(String share, FutureTask<T> task)
      throws InterruptedException, ExecutionException {
    try {
      return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (giveUp(share, task)) {
        throw tooMany();
      }
      return task.get();
    }
  }

  /** False if it is being computed, or was. */
  private synchronized boolean giveUp(String share, FutureTask<?> task) {
    Deque<FutureTask<?>> tasks = shares.get(share);
    if (tasks == null || !tasks.remove(task)) {
      return false;
    }
    if (tasks.isEmpty()) {
      shares.remove(share);
    }
    waiting--;
    return true;
  }

  /** How many computations wait for a thread. */
  synchronized int waiting() {
    return waiting;
  }

  @Override
  public synchronized void close() {
    closed = true;
    shares.values().forEach(tasks -> tasks.forEach(task -> task.cancel(false)));
    shares.clear();
    waiting = 0;
    notifyAll();
  }

  private synchronized void enqueue(String share, FutureTask<?> task) {
    if (closed || (waiting >= maxWaiting && !makesRoomFor(share))) {
      throw tooMany();
    }
    shares.computeIfAbsent(share, name -> new ArrayDeque<>()).add(task);
    waiting++;
    notify();
  }

  private boolean makesRoomFor(String share) {
    Deque<FutureTask<?>> own = shares.get(share);
    Deque<FutureTask<?>> longest =
        shares.values().stream()
            .max(Comparator.comparingInt(Deque::size))
            .orElseGet(ArrayDeque::new);
    boolean isOwn = longest.size() <= (own == null ? 0 : own.size()) + 1;
    if (isOwn && longest.size() <= IN_ORDER) {
      return false;
    }
    (longest.size() > IN_ORDER ? longest.remove() : longest.removeLast()).cancel(false);
    waiting--;
    return true;
  }

  private void work() {
    FutureTask<?> next = take();
    while (next != null) {
      next.run();
      next = take();
    }
  }

  /** Of the share whose turn it is, which then goes behind all others; null at the end. */
  private synchronized @Nullable FutureTask<?> take() {
    while (!closed && shares.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        return null;
      }
    }
    if (closed) {
      return null;
    }
    Map.Entry<String, Deque<FutureTask<?>>> first = shares.pollFirstEntry();
    String share = first.getKey();
    Deque<FutureTask<?>> tasks = first.getValue();
    FutureTask<?> task = tasks.size() > IN_ORDER ? tasks.removeLast() : tasks.remove();
    if (!tasks.isEmpty()) {
      shares.put(share, tasks);
    }
    waiting--;
    return task;
  }

  private static StoreUnavailable tooMany() {
    return new StoreUnavailable(
        "Too many people are signing in; try again in a moment.", RETRY_AFTER_MILLIS);
  }
}
