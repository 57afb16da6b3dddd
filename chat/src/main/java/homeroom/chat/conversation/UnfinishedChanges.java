// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What changes of conversations have still to do after something failed halfway. It is done before
 * the next change of that conversation, or once the timer has it tried, one after another.
 *
 * <p>Of a write whose outcome is unknown nothing may be found at first: the store may yet do it. So
 * it is looked for again, less and less often, for {@link #LOOK_FOR}.
 */
final class UnfinishedChanges {

  /** How long after a failure the first try is, and how often the timer looks what is due. */
  static final Duration PAUSE = Duration.ofMillis(500);

  /** How long a write that nobody answered may still be under way. */
  static final Duration LOOK_FOR = Duration.ofMinutes(1);

  /** Conversations that may wait; a store that is away refuses new ones one by one. */
  static final int MOST = 10_000;

  /** Something to be done, in the order of the conversation's changes. */
  private static final class Unfinished {
    private final Sequencer.Step step;
    private final long sinceNanos;
    private long waitNanos = PAUSE.toNanos();
    private long dueNanos;
    private boolean tried;

    Unfinished(Sequencer.Step step, long nowNanos) {
      this.step = step;
      this.sinceNanos = nowNanos;
      this.dueNanos = nowNanos + waitNanos;
    }
  }

  private final Timer timer;
  private final Executor executor;

  /** Each list belongs to whoever makes a change of its conversation. */
  private final Map<ConversationId, List<Unfinished>> conversations = new ConcurrentHashMap<>();

  private final AtomicBoolean alarmed = new AtomicBoolean();

  UnfinishedChanges(Timer timer, Executor executor) {
    this.timer = timer;
    this.executor = executor;
  }

  /**
   * To be called in the conversation's order. Of conversations beyond {@link #MOST} it is
   * forgotten: clients learn of it when they look the next time.
   */
  void add(Sequencer sequencer, ConversationId id, Sequencer.Step step) {
    if (conversations.size() >= MOST && !conversations.containsKey(id)) {
      return;
    }
    conversations
        .computeIfAbsent(id, key -> new ArrayList<>(1))
        .add(new Unfinished(step, timer.nanoTime()));
    setAlarm(sequencer);
  }

  /**
   * Does what was not tried yet since it failed; to be called in the conversation's order.
   *
   * @throws StoreUnavailable if it cannot be done now, and so nothing that comes after it
   */
  void finish(ConversationId id) {
    List<Unfinished> all = conversations.get(id);
    if (all != null) {
      for (Unfinished one : List.copyOf(all)) {
        if (!one.tried) {
          attempt(id, one);
        }
      }
    }
  }

  private void finishDue(ConversationId id) {
    List<Unfinished> all = conversations.get(id);
    if (all != null) {
      for (Unfinished one : List.copyOf(all)) {
        if (!one.tried || one.dueNanos - timer.nanoTime() <= 0) {
          attempt(id, one);
        }
      }
    }
  }

  /** A fault that is none of the store's being away would be the same the next time. */
  private void attempt(ConversationId id, Unfinished one) {
    boolean done = true;
    try {
      done = one.step.isDone() || timer.nanoTime() - one.sinceNanos >= LOOK_FOR.toNanos();
      one.tried = true;
      one.waitNanos *= 2;
      one.dueNanos = timer.nanoTime() + one.waitNanos;
    } catch (StoreUnavailable e) {
      done = false;
      throw e;
    } finally {
      if (done) {
        remove(id, one);
      }
    }
  }

  /** Conversations that wait. */
  int size() {
    return conversations.size();
  }

  private void remove(ConversationId id, Unfinished one) {
    conversations.computeIfPresent(
        id,
        (key, all) -> {
          all.remove(one);
          return all.isEmpty() ? null : all;
        });
  }

  private void setAlarm(Sequencer sequencer) {
    if (alarmed.compareAndSet(false, true)) {
      var _ = timer.after(PAUSE, () -> executor.execute(() -> ring(sequencer)));
    }
  }

  /** A store that is away for one is away for all. */
  private void ring(Sequencer sequencer) {
    alarmed.set(false);
    try {
      for (ConversationId id : List.copyOf(conversations.keySet())) {
        sequencer.alone(id, () -> finishDue(id));
      }
    } catch (StoreUnavailable e) {
      // Tried again at the next alarm.
    } finally {
      if (!conversations.isEmpty()) {
        setAlarm(sequencer);
      }
    }
  }
}
