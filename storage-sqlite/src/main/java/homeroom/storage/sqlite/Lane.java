package homeroom.storage.sqlite;

import homeroom.chat.school.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue of tasks and the platform threads that serve it. Any thread may submit; when the
 * queue is full or the lane is closing it answers {@link StoreUnavailable}.
 */
final class Lane implements AutoCloseable {

  /** Serves tasks on one thread of the lane; answers every one of them and never throws. */
  interface Worker extends AutoCloseable {
    void serve(List<Task<?>> tasks);

    @Override
    void close();
  }

  private static final long RETRY_MILLIS = 1_000;
  private static final Task<?> LAST = new Task<>(session -> true);

  private final String name;
  private final BlockingQueue<Task<?>> queue;
  private final int groupSize;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock submitting = new ReentrantLock();
  private boolean closing;

  /**
   * @param groupSize how many tasks a worker takes at once at most
   */
  Lane(String name, List<? extends Worker> workers, int capacity, int groupSize) {
    this.name = name;
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.groupSize = groupSize;
    for (Worker worker : workers) {
      threads.add(Thread.ofPlatform().name("sqlite-" + name).daemon().start(() -> run(worker)));
    }
  }

  <T> T call(Task.Work<T> work) {
    var task = new Task<>(work);
    submit(task);
    return task.await();
  }

  /** How many tasks wait, without those a worker has taken. */
  int waiting() {
    return queue.size();
  }

  private void submit(Task<?> task) {
    submitting.lock();
    try {
      if (closing) {
        throw new StoreUnavailable("The store is closing.", RETRY_MILLIS);
      }
      if (!queue.offer(task)) {
        throw new StoreUnavailable("Too many " + name + "s wait for the store.", RETRY_MILLIS);
      }
    } finally {
      submitting.unlock();
    }
  }

  private void run(Worker worker) {
    try (worker) {
      var group = new ArrayList<Task<?>>();
      boolean last = false;
      while (!last) {
        take(group);
        last = group.remove(LAST);
        worker.serve(group);
        group.clear();
      }
    }
  }

  private void take(List<Task<?>> group) {
    Uninterrupted.run(() -> group.add(queue.take()));
    if (groupSize > 1) {
      queue.drainTo(group, groupSize - 1);
    }
  }

  /** Takes no more tasks, finishes those that wait, and ends the threads. */
  @Override
  public void close() {
    submitting.lock();
    try {
      if (closing) {
        return;
      }
      closing = true;
    } finally {
      submitting.unlock();
    }
    for (int i = 0; i < threads.size(); i++) {
      Uninterrupted.run(() -> queue.put(LAST));
    }
    for (Thread thread : threads) {
      Uninterrupted.run(thread::join);
    }
  }
}
