// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.StoreUnavailable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Does its work whenever it was asked to since it last began, one at a time, on a thread of the
 * executor. Work that the store could not do is left until it is asked for again.
 */
public final class Worker {

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int BUSY_AND_ASKED = 2;

  private final Executor executor;
  private final Runnable work;
  private final Consumer<RuntimeException> faults;
  private final AtomicInteger state = new AtomicInteger(IDLE);

  /** Other faults are left to the executor. */
  public Worker(Executor executor, Runnable work) {
    this(
        executor,
        work,
        fault -> {
          throw fault;
        });
  }

  /**
   * The same.
   *
   * @param faults told of all others, on the thread that worked
   */
  Worker(Executor executor, Runnable work, Consumer<RuntimeException> faults) {
    this.executor = executor;
    this.work = work;
    this.faults = faults;
  }

  /** Returns at once. */
  public void wake() {
    if (state.getAndUpdate(now -> now == IDLE ? BUSY : BUSY_AND_ASKED) == IDLE) {
      executor.execute(this::run);
    }
  }

  private void run() {
    try {
      work.run();
    } catch (StoreUnavailable e) {
      // The next one who asks has it tried again.
    } catch (RuntimeException e) {
      faults.accept(e);
    } finally {
      if (!state.compareAndSet(BUSY, IDLE)) {
        state.set(BUSY);
        executor.execute(this::run);
      }
    }
  }
}
