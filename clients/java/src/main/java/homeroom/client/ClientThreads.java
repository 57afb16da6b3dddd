// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread on which a client keeps what it knows, and one for what blocks. Both are daemons. */
final class ClientThreads {

  private final ScheduledThreadPoolExecutor own =
      new ScheduledThreadPoolExecutor(1, task -> daemon(task, "homeroom-client"));
  private final ExecutorService blocking =
      Executors.newSingleThreadExecutor(task -> daemon(task, "homeroom-sign-in"));

  ClientThreads() {
    own.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** On the client's thread, in order; nothing any more once they ended. */
  void run(Runnable task) {
    try {
      own.execute(() -> guarded(task));
    } catch (RejectedExecutionException ended) {
      // The client was closed.
    }
  }

  /** What fails is told as a thread's end would be, and keeps nothing else from being done. */
  static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  /** On the client's thread, later. */
  void after(long millis, Runnable task) {
    try {
      var unused = own.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      // The client was closed.
    }
  }

  /** On the thread for what blocks. */
  void block(Runnable task) {
    try {
      blocking.execute(task);
    } catch (RejectedExecutionException ended) {
      // The client was closed.
    }
  }

  /** Lets what runs come to its end; what was to be done later is not. */
  void end() {
    own.shutdown();
    blocking.shutdown();
  }
}
