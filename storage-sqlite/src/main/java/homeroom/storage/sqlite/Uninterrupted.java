// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

/** Waiting that an interrupt does not end; the interrupt is restored after it. */
final class Uninterrupted {

  /** Waits for something. */
  @FunctionalInterface
  interface Wait {
    void run() throws InterruptedException;
  }

  private Uninterrupted() {}

  static void run(Wait wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          wait.run();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
