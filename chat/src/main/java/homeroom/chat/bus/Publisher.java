// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends what this node changes in a school to its log, in the order in which it comes. What
 * cannot be appended for a second is given up: hints in the store say which conversations it was
 * of, and the log is not known any more to have it. Notices that have to be known left their hints
 * before.
 *
 * <p>Handing over is safe for many threads and never waits; {@link #run} blocks, and whoever calls
 * it beside another waits until that has ended.
 */
final class Publisher {

  /** Changes that become one entry. */
  private static final class Batch {
    private final List<Change> changes;

    Batch(List<? extends Change> changes) {
      this.changes = List.copyOf(changes);
    }
  }

  private final SchoolId school;
  private final Bus bus;
  private final HintStore hints;
  private final Timer timer;
  private final BusLimits limits;
  private final NodeFigures figures;
  private final ReentrantLock running = new ReentrantLock();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Set<ConversationId> givenUp = new HashSet<>();
  private long generation = 1;
  private @Nullable Long failingSince;

  Publisher(
      SchoolId school,
      Bus bus,
      HintStore hints,
      Timer timer,
      BusLimits limits,
      NodeFigures figures) {
    this.school = school;
    this.bus = bus;
    this.hints = hints;
    this.timer = timer;
    this.limits = limits;
    this.figures = figures;
  }

  synchronized long generation() {
    return generation;
  }

  /** What the log has is not known any more. */
  synchronized void forgetLog() {
    generation++;
  }

  synchronized boolean publish(long known, List<Change.OfMessage> changes) {
    if (known != generation) {
      return false;
    }
    add(new Batch(changes));
    return true;
  }

  /** In its place among the changes, whatever the log has. */
  synchronized void publish(Notice notice) {
    add(new Batch(List.of(notice)));
  }

  private void add(Batch batch) {
    waiting.add(batch);
    if (waiting.size() > limits.waiting()) {
      giveUp();
    }
  }

  /** Entries that wait to be appended. */
  synchronized int waiting() {
    return waiting.size();
  }

  synchronized boolean isIdle() {
    return waiting.isEmpty() && givenUp.isEmpty();
  }

  /**
   * Appends what waits, and leaves hints for what was given up.
   *
   * @throws homeroom.chat.school.StoreUnavailable if these cannot be left now
   */
  void run() {
    running.lock();
    try {
      appendAll();
      leaveHints();
    } finally {
      running.unlock();
    }
  }

  private void appendAll() {
    try {
      for (Batch next = next(); next != null; next = next()) {
        long began = timer.nanoTime();
        var _ = bus.append(school, next.changes);
        figures.appended(timer.nanoTime() - began);
        appended(next);
      }
    } catch (BusUnavailable e) {
      failed();
    }
  }

  private synchronized @Nullable Batch next() {
    return waiting.peek();
  }

  /** It is not the first that waits any more if all were given up meanwhile. */
  private synchronized void appended(Batch batch) {
    failingSince = null;
    if (waiting.peek() == batch) {
      waiting.remove();
    }
  }

  private synchronized void failed() {
    long now = timer.nanoTime();
    if (failingSince == null) {
      failingSince = now;
    } else if (now - failingSince >= limits.publishing().toNanos()) {
      giveUp();
    }
  }

  private void giveUp() {
    for (Batch batch : waiting) {
      if (batch.changes.getFirst() instanceof Change.OfMessage change) {
        givenUp.add(change.conversation());
      }
    }
    waiting.clear();
    generation++;
  }

  private void leaveHints() {
    Set<ConversationId> wanted = takeGivenUp();
    boolean left = wanted.isEmpty();
    try {
      if (!left) {
        hints.add(school, wanted);
        left = true;
      }
    } finally {
      if (!left) {
        stillGivenUp(wanted);
      }
    }
  }

  private synchronized Set<ConversationId> takeGivenUp() {
    Set<ConversationId> taken = Set.copyOf(givenUp);
    givenUp.clear();
    return taken;
  }

  private synchronized void stillGivenUp(Set<ConversationId> wanted) {
    givenUp.addAll(wanted);
  }
}
