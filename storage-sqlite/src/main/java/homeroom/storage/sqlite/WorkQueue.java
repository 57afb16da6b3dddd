// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A bounded queue of tasks and the platform threads that serve it. Any thread may submit; when the
 * queue is full or the lane is closing it answers {@link StoreUnavailable}. Tasks that can wait are
 * served one at a time, with a small group or with every other at least, so that nobody's group is
 * held up by one after the other and still all are served; for a while they wait for such a group.
 * Tasks behind the others are served one at a time by themselves, once no other is due, or as soon
 * as the first of them has waited for {@link #BEHIND_NANOS}: whoever keeps everybody busy does not
 * end them. The others are served user by user in turn, those of one user in order, so that
 * nobody's tasks hold up those of all.
 */
final class WorkQueue implements AutoCloseable {

  /** Serves tasks on one thread of the lane; answers every one of them and never throws. */
  interface Worker extends AutoCloseable {
    void serve(List<Task<?>> tasks);

    @Override
    void close();
  }

  private static final long RETRY_MILLIS = 1_000;

  /** A group of no more tasks than these takes one that can wait along. */
  private static final int FEW = 8;

  /** How long a task behind the others lets them go first at most. */
  private static final long BEHIND_NANOS = Duration.ofMillis(50).toNanos();

  /** A task behind the others, and since when. */
  private record Behind(Task<?> task, long since) {}

  private final String name;
  private final int capacity;
  private final int groupSize;
  private final LongSupplier nanoTime;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairTasks urgent;
  private final Queue<Task<?>> patient = new ArrayDeque<>();
  private final Queue<Behind> behind = new ArrayDeque<>();

  /** Until when tasks that can wait do so while there are no others, by the system's nanos. */
  private long putOffUntil;

  private boolean closing;

  /** Whether the last group was served without a task that could wait, though there was one. */
  private boolean passedOver;

  /**
   * @param capacity how many tasks may wait
   * @param groupSize how many tasks a worker takes at once at most, one that can wait apart
   * @param share how many tasks of one user may be served at once, beside those of a group
   * @param nanoTime as {@link System#nanoTime}
   */
  WorkQueue(
      String name,
      List<? extends Worker> workers,
      int capacity,
      int groupSize,
      int share,
      LongSupplier nanoTime) {
    this.name = name;
    this.capacity = capacity;
    this.groupSize = groupSize;
    this.urgent = new FairTasks(share);
    this.nanoTime = nanoTime;
    for (Worker worker : workers) {
      threads.add(Thread.ofPlatform().name("sqlite-" + name).daemon().start(() -> run(worker)));
    }
  }

  <T> T call(Task.Work<T> work) {
    var task = new Task<>(work);
    submit(() -> urgent.add(task));
    return task.await();
  }

  /**
   * As {@link #call}, for work that can wait; whoever wants its answer awaits it.
   *
   * @param patience how long it waits at most for something to be done with
   */
  <T> Task<T> later(Task.Work<T> work, Duration patience) {
    var task = new Task<>(work);
    submit(() -> {
      long until = nanoTime.getAsLong() + patience.toNanos();
      putOffUntil = patient.isEmpty() || until - putOffUntil < 0 ? until : putOffUntil;
      patient.add(task);
    });
    return task;
  }

  /**
   * As {@link #call}, for work that shares no group and lets everybody else go first, for {@link
   * #BEHIND_NANOS} at most.
   */
  <T> T callBehind(Task.Behind<T> work) {
    var task = new Task<>(work);
    submit(() -> behind.add(new Behind(task, nanoTime.getAsLong())));
    return task.await();
  }

  /** What waits for something to be done with waits no longer. */
  void hurry() {
    lock.lock();
    try {
      if (!patient.isEmpty()) {
        putOffUntil = nanoTime.getAsLong();
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks wait, without those a worker has taken. */
  int waiting() {
    lock.lock();
    try {
      return inQueue();
    } finally {
      lock.unlock();
    }
  }

  private int inQueue() {
    return urgent.size() + patient.size() + behind.size();
  }

  private void submit(Runnable add) {
    lock.lock();
    try {
      if (closing) {
        throw new StoreUnavailable("The store is closing.", RETRY_MILLIS);
      }
      if (inQueue() >= capacity) {
        throw new StoreUnavailable("Too many " + name + "s wait for the store.", RETRY_MILLIS);
      }
      add.run();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run(Worker worker) {
    try (worker) {
      for (List<Task<?>> group = take(); !group.isEmpty(); group = take()) {
        worker.serve(group);
        served(group);
      }
    }
  }

  /** Another task of the same users may be served now, by any worker. */
  private void served(List<Task<?>> group) {
    lock.lock();
    try {
      group.stream().filter(task -> !task.isBehind()).forEach(urgent::served);
      if (closing || urgent.size() + behind.size() > 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for tasks; none means that the lane is closed and all are served. */
  private List<Task<?>> take() {
    var group = new ArrayList<Task<?>>();
    lock.lock();
    try {
      if (hasWaitedBehind()) {
        takeBehind(group);
        return group;
      }
      takeUrgent(group);
      awaitWork(group);
      if (group.size() == 1 && group.getFirst().isBehind()) {
        return group;
      }
      if (group.size() <= FEW || passedOver) {
        addPatient(group);
        passedOver = false;
      } else {
        passedOver = !patient.isEmpty();
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private boolean isPatienceOver() {
    return !patient.isEmpty() && (closing || putOffUntil - nanoTime.getAsLong() <= 0);
  }

  private boolean isOver() {
    return closing && urgent.size() == 0 && behind.isEmpty();
  }

  private boolean hasWaitedBehind() {
    Behind first = behind.peek();
    return first != null && nanoTime.getAsLong() - first.since() >= BEHIND_NANOS;
  }

  /** Until the group has some, or those that can wait have waited long enough, or all is done. */
  private void awaitWork(List<Task<?>> group) {
    while (group.isEmpty() && !isPatienceOver() && !isOver()) {
      takeBehind(group);
      if (!group.isEmpty()) {
        return;
      }
      if (patient.isEmpty()) {
        changed.awaitUninterruptibly();
      } else {
        try {
          long _ = changed.awaitNanos(putOffUntil - nanoTime.getAsLong());
        } catch (InterruptedException e) {
          // Nobody interrupts it but to end the process: then it is time.
          putOffUntil = nanoTime.getAsLong();
          Thread.currentThread().interrupt();
        }
      }
      takeUrgent(group);
    }
  }

  private void takeUrgent(List<Task<?>> group) {
    for (int i = 0; i < groupSize; i++) {
      Optional<Task<?>> next = urgent.poll();
      if (next.isEmpty()) {
        return;
      }
      group.add(next.get());
    }
  }

  private void takeBehind(List<Task<?>> group) {
    Behind first = behind.poll();
    if (first != null) {
      group.add(first.task());
    }
  }

  private void addPatient(List<Task<?>> group) {
    Task<?> task = patient.poll();
    if (task != null) {
      group.add(task);
    }
  }

  /** Takes no more tasks, finishes those that wait, and ends the threads. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    for (Thread thread : threads) {
      Uninterrupted.run(thread::join);
    }
  }
}
