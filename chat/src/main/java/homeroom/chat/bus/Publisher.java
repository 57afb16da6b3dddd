// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.time.Timer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends what this node changes in a school to its log, in the order in which it comes; changes of
 * messages that came while an entry was appended go together into the next. What cannot be appended
 * for a second is given up, and what waited for so long that others may have taken this node for
 * dead: hints in the store say which conversations it was of, and the log is not known any more to
 * have it. Notices that have to be known left their hints before. What the log never takes holds up
 * nothing else.
 *
 * <p>Handing over is safe for many threads and never waits; {@link #run} blocks, and whoever calls
 * it beside another waits until that has ended.
 */
final class Publisher {

  /** Changes that are handed over at once, and become one entry or a part of one. */
  private static final class Batch {
    private final List<Change> changes;

    /** When it was handed over, as time passes. */
    private final long since;

    Batch(List<? extends Change> changes, long since) {
      this.changes = List.copyOf(changes);
      this.since = since;
    }

    boolean isOfMessages() {
      return changes.getFirst() instanceof Change.OfMessage;
    }

    boolean isOf(ConversationId conversation) {
      return changes.getFirst() instanceof Change.OfMessage change
          && change.conversation().equals(conversation);
    }
  }

  private final SchoolId school;
  private final Bus bus;
  private final HintStore hints;
  private final Timer timer;
  private final BusLimits limits;
  private final NodeFigures figures;
  private final Faults faults;
  private final ReentrantLock running = new ReentrantLock();
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Set<ConversationId> givenUp = new HashSet<>();
  private long generation = 1;

  /** Another number whenever notices may have been lost. */
  private long noticesLost = 1;

  private @Nullable Long failingSince;

  /** Batches that are appended one by one, since the log did not take them together. */
  private int apart;

  Publisher(
      SchoolId school,
      Bus bus,
      HintStore hints,
      Timer timer,
      BusLimits limits,
      NodeFigures figures,
      Faults faults) {
    this.school = school;
    this.bus = bus;
    this.hints = hints;
    this.timer = timer;
    this.limits = limits;
    this.figures = figures;
    this.faults = faults;
  }

  synchronized long generation() {
    return generation;
  }

  /** Another number whenever the others may not have heard a notice, nor this node theirs. */
  synchronized long noticesLost() {
    return noticesLost;
  }

  /** What the log has is not known any more. */
  synchronized void forgetLog() {
    generation++;
    noticesLost++;
  }

  synchronized boolean publish(long known, List<Change.OfMessage> changes) {
    if (known != generation) {
      return false;
    }
    add(new Batch(changes, timer.nanoTime()));
    return true;
  }

  /** In its place among the changes, whatever the log has. */
  synchronized void publish(Notice notice) {
    add(new Batch(List.of(notice), timer.nanoTime()));
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
      for (List<Batch> next = next(); !next.isEmpty(); next = next()) {
        append(next);
      }
    } catch (BusUnavailable e) {
      failed();
    }
  }

  private void append(List<Batch> batches) {
    List<Change> changes = batches.stream().flatMap(batch -> batch.changes.stream()).toList();
    try {
      long began = timer.nanoTime();
      var _ = bus.append(school, changes);
      figures.appended(timer.nanoTime() - began);
      appended(batches);
    } catch (BusUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      refused(batches, e);
    }
  }

  private void refused(List<Batch> batches, RuntimeException fault) {
    Batch first = batches.getFirst();
    if (batches.size() > 1) {
      setApart(batches.size());
    } else if (fault instanceof EntryTooLarge && first.changes.size() > 1) {
      split(first);
    } else {
      drop(first, fault);
    }
  }

  private synchronized void setApart(int number) {
    apart = number;
  }

  /**
   * What goes into the next entry: a notice alone, since an entry may come twice, and what a later
   * notice took back would hold again. What was handed over too long ago would come after others
   * told of it.
   */
  private synchronized List<Batch> next() {
    Batch first = waiting.peek();
    if (first == null) {
      return List.of();
    }
    if (timer.nanoTime() - first.since > limits.margin().toNanos() / 4) {
      giveUp();
      return List.of();
    }
    if (apart > 0) {
      apart--;
      return List.of(first);
    }
    var joined = new ArrayList<Batch>();
    int changes = 0;
    for (Batch batch : waiting) {
      changes += batch.changes.size();
      if (!joined.isEmpty() && (changes > limits.joined() || !batch.isOfMessages())) {
        break;
      }
      joined.add(batch);
      if (!batch.isOfMessages()) {
        break;
      }
    }
    return joined;
  }

  /** Into two entries that follow one another. */
  private synchronized void split(Batch batch) {
    if (waiting.peek() == batch) {
      waiting.remove();
      int half = batch.changes.size() / 2;
      waiting.addFirst(new Batch(batch.changes.subList(half, batch.changes.size()), batch.since));
      waiting.addFirst(new Batch(batch.changes.subList(0, half), batch.since));
    }
  }

  /** The log will not have it, and so none of what follows it in its conversation. */
  private void drop(Batch batch, RuntimeException fault) {
    synchronized (this) {
      failingSince = null;
      if (waiting.peek() == batch) {
        waiting.remove();
      }
      if (batch.changes.getFirst() instanceof Change.OfMessage change) {
        givenUp.add(change.conversation());
        waiting.removeIf(later -> later.isOf(change.conversation()));
        generation++;
      }
    }
    faults.happened("An entry was not appended to the log of " + school, fault);
  }

  /** They are not the first that wait any more if all were given up meanwhile. */
  private synchronized void appended(List<Batch> batches) {
    failingSince = null;
    for (Batch batch : batches) {
      if (waiting.peek() == batch) {
        waiting.remove();
      }
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
    forgetLog();
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
