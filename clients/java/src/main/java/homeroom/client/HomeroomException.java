// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import org.jspecify.annotations.Nullable;

/** The server refused something, or did not answer in time. */
public final class HomeroomException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What {@link #code} is where no answer came. */
  public static final String OFFLINE = "offline";

  private final int status;
  private final String code;
  private final long retryAfterMillis;

  private HomeroomException(int status, String code, String message, long retryAfterMillis) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterMillis = retryAfterMillis;
  }

  /** There is no connection, or no answer came. */
  static HomeroomException offline() {
    return new HomeroomException(0, OFFLINE, "The server did not answer.", 0);
  }

  /** What an error of the wire says. */
  static HomeroomException of(@Nullable Json error) {
    if (error == null) {
      return offline();
    }
    @Nullable Json data = error.partOrNull("data");
    return new HomeroomException(
        error.object().optInt("code"),
        data == null ? "" : data.object().optString("code"),
        error.object().optString("message"),
        data == null ? 0 : data.object().optLong("retryAfterMs"));
  }

  /** As in HTTP, 400 to 599; 0 where no answer came. */
  public int status() {
    return status;
  }

  /** The stable code, one of those in {@code docs/errors.md}, or {@link #OFFLINE}. */
  public String code() {
    return code;
  }

  /** When to try again, in milliseconds from the answer; 0 if the server does not say. */
  public long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Whether the same call may be granted later: the server was away, busy, or had a fault. */
  public boolean passes() {
    return status == 0 || status == 429 || status == 503 || isFault();
  }

  /**
   * Whether it passes only if somebody sees to it: a fault of the server, or a token that is over.
   */
  public boolean isFault() {
    return status == 401 || (status >= 500 && status != 503);
  }
}
