// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

/**
 * The store could not take or finish the call now: overloaded, away, or closing. The outcome of a
 * write is unknown to the caller, who may repeat it: a message with its {@code clientId} is never
 * stored twice.
 */
public class StoreUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long retryAfterMillis;

  public StoreUnavailable(String message, long retryAfterMillis) {
    super(message);
    this.retryAfterMillis = retryAfterMillis;
  }

  public StoreUnavailable(String message, long retryAfterMillis, Throwable cause) {
    super(message, cause);
    this.retryAfterMillis = retryAfterMillis;
  }

  /** How long to wait before a repeat, in milliseconds. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }
}
