// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import org.jspecify.annotations.Nullable;

/**
 * Makes all attempts, whatever becomes of the others, unless the store is away: what is wrong with
 * one school keeps none of the others waiting. For one thread.
 */
public final class Attempts {

  private @Nullable RuntimeException fault;

  /**
   * Makes one, whose fault {@link #finish} throws.
   *
   * @throws StoreUnavailable at once
   */
  public void make(Runnable attempt) {
    try {
      attempt.run();
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) {
      if (fault == null) {
        fault = e;
      } else if (!fault.equals(e)) {
        fault.addSuppressed(e);
      }
    }
  }

  /** Fails if any did, so that all are made again. */
  public void finish() {
    if (fault != null) {
      throw fault;
    }
  }
}
