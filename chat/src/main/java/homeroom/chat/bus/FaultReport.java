// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

/** Is told of faults of this program after which a node goes on. Safe for many threads. */
@FunctionalInterface
public interface FaultReport {

  /** Leaves them to whatever handles what ends a thread. */
  FaultReport TO_THE_THREAD =
      (what, more, fault) -> {
        Thread current = Thread.currentThread();
        current
            .getUncaughtExceptionHandler()
            .uncaughtException(current, new IllegalStateException(what, fault));
      };

  /**
   * One happened.
   *
   * @param what was not done
   * @param more of the same kind happened since this was told of one last
   */
  void failed(String what, long more, RuntimeException fault);
}
