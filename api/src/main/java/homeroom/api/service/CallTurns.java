// SPDX-License-Identifier: Apache-2.0
package homeroom.api.service;

import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * When the calls of signed-in users run, from the first question to a store until the answer's
 * bytes: only so many at once, since each has a whole page in memory, and only some of them one
 * user's. The others wait, each on its own virtual thread, and users take turns, one call each
 * (round-robin, as Nagle's "On packet switches with infinite storage", RFC 970), so that whoever
 * makes one call waits behind one of each other user, however many those have sent. A call that
 * waits for something else, as a long answer does for its reader, gives its turn back until then.
 *
 * <p>Nobody has a quota of calls that wait, until they are half of what there may be: then whoever
 * has more than an equal part of that half is refused. Safe for any thread.
 */
public final class CallTurns {

  /** Heap for one call that runs: the largest page as rows, records and bytes. */
  private static final long BYTES_PER_CALL = 8 << 20;

  private static final int MIN_RUNNING = 16;

  private static final int MIN_RUNNING_OF_ONE_USER = 2;
  private static final int MAX_RUNNING_OF_ONE_USER = 8;
  private static final int MOST = 1_000;
  private static final long PATIENCE_SECONDS = 10;
  private static final long RETRY_AFTER_MILLIS = 1_000;

  private final int mostRunning;
  private final int runningOfOne;
  private final int most;
  private final Map<UserId, User> users = new HashMap<>();

  /** Users one of whose calls may run next. */
  private final Queue<User> ring = new ArrayDeque<>();

  private int calls;
  private int running;

  /** Calls that wait for something else. */
  private int paused;

  /**
   * @param mostRunning calls at once
   * @param runningOfOne those of one user
   * @param most calls that run or wait
   */
  CallTurns(int mostRunning, int runningOfOne, int most) {
    this.mostRunning = mostRunning;
    this.runningOfOne = runningOfOne;
    this.most = most;
  }

  /**
   * One call at once for each 8 MiB of heap, 16 to 1 000, of one user as many as there are
   * processors, 2 to 8, and 1 000 that wait.
   */
  static CallTurns ofThisMachine() {
    Runtime machine = Runtime.getRuntime();
    return new CallTurns(
        Math.clamp(machine.maxMemory() / BYTES_PER_CALL, MIN_RUNNING, MOST),
        Math.clamp(machine.availableProcessors(), MIN_RUNNING_OF_ONE_USER, MAX_RUNNING_OF_ONE_USER),
        MOST);
  }

  /**
   * Finds until all but the last of their answers is taken: any number at once, of one user as many
   * as run; whoever does not read the answers to some has no more made. They have turns among the
   * other calls beside that.
   */
  static CallTurns ofAnswers() {
    return new CallTurns(MOST, ofThisMachine().runningOfOne, MOST);
  }

  /** Calls of one user that run at once at most. */
  public int runningOfOne() {
    return runningOfOne;
  }

  private static final class User {
    private final UserId id;
    private final ArrayDeque<Semaphore> waiting = new ArrayDeque<>(2);
    private int calls;
    private int running;
    private boolean inRing;

    User(UserId id) {
      this.id = id;
    }
  }

  /**
   * Runs {@code call} when it is its turn.
   *
   * @throws StoreUnavailable if the user has too many that wait, or it took too long
   */
  public <T> T run(UserId user, Supplier<T> call) {
    enter(user);
    try {
      return call.get();
    } finally {
      leave(user, true);
    }
  }

  /** The same for a call that answers by itself. */
  public void run(UserId user, Runnable call) {
    var _ =
        run(
            user,
            () -> {
              call.run();
              return true;
            });
  }

  /**
   * Lets another call have the turn of this one, which waits for something that is no work of ours,
   * and then waits for its next turn.
   *
   * @throws StoreUnavailable if that took too long
   */
  public void pause(UserId id, Runnable waiting) {
    release(id);
    try {
      waiting.run();
    } finally {
      resume(id);
    }
  }

  private synchronized void release(UserId id) {
    User user = entered(id);
    running--;
    user.running--;
    paused++;
    offer(user);
    next();
  }

  /** What was begun goes before the user's other calls. */
  private void resume(UserId id) {
    var turn = new Semaphore(0);
    synchronized (this) {
      User user = entered(id);
      paused--;
      user.waiting.addFirst(turn);
      offer(user);
      next();
    }
    if (!isTurn(turn) && takeAnyway(id, turn)) {
      throw busy("The server is busy; try again in a moment.");
    }
  }

  /** What is over soon counts as running until then. False if the turn came after all. */
  private synchronized boolean takeAnyway(UserId id, Semaphore turn) {
    User user = entered(id);
    if (!user.waiting.remove(turn)) {
      return false;
    }
    leaveRing(user);
    running++;
    user.running++;
    return true;
  }

  /** Calls that run. */
  public synchronized int running() {
    return running;
  }

  /** Calls that wait for their turn. */
  public synchronized int waiting() {
    return calls - running - paused;
  }

  private void enter(UserId id) {
    var turn = new Semaphore(0);
    synchronized (this) {
      User user = users.computeIfAbsent(id, User::new);
      if (calls >= most
          || (calls >= most / 2 && user.calls >= Math.max(1, most / (2 * users.size())))) {
        forgetIfIdle(user);
        throw busy("Too many of your calls are under way; wait for their answers.");
      }
      user.calls++;
      calls++;
      user.waiting.add(turn);
      offer(user);
      next();
    }
    if (!isTurn(turn) && giveUp(id, turn)) {
      throw busy("The server is busy; try again in a moment.");
    }
  }

  /** Waits, but not for long. */
  private static boolean isTurn(Semaphore turn) {
    try {
      return turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** False if the turn came after all. */
  private synchronized boolean giveUp(UserId id, Semaphore turn) {
    User user = users.get(id);
    if (user == null || !user.waiting.remove(turn)) {
      return false;
    }
    leaveRing(user);
    leave(id, false);
    return true;
  }

  private void leaveRing(User user) {
    if (user.waiting.isEmpty()) {
      user.inRing = false;
      ring.remove(user);
    }
  }

  private User entered(UserId id) {
    User user = users.get(id);
    if (user == null) {
      throw new IllegalStateException("nobody entered");
    }
    return user;
  }

  private synchronized void leave(UserId id, boolean ran) {
    User user = entered(id);
    calls--;
    user.calls--;
    if (ran) {
      running--;
      user.running--;
      offer(user);
      next();
    }
    forgetIfIdle(user);
  }

  private void forgetIfIdle(User user) {
    if (user.calls == 0) {
      users.remove(user.id);
    }
  }

  /** Puts the user into the ring, once, if one of their calls may run. */
  private void offer(User user) {
    if (!user.waiting.isEmpty() && user.running < runningOfOne && !user.inRing) {
      user.inRing = true;
      ring.add(user);
    }
  }

  private void next() {
    while (running < mostRunning) {
      User user = ring.poll();
      if (user == null) {
        return;
      }
      user.inRing = false;
      Semaphore turn = user.waiting.remove();
      running++;
      user.running++;
      turn.release();
      offer(user);
    }
  }

  private static StoreUnavailable busy(String message) {
    return new StoreUnavailable(message, RETRY_AFTER_MILLIS);
  }
}
