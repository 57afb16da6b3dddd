// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.IdSource;
import homeroom.chat.school.StoreUnavailable;
import homeroom.http.FaultLog;
import homeroom.http.TimeSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what was thrown into what the client is told. A fault is logged under a reference number,
 * and the number is all that the client learns of it: its own, or that of the first like it.
 */
public final class Faults {

  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private final IdSource ids;
  private final FaultLog log;

  public Faults(IdSource ids) {
    this.ids = ids;
    this.log = new FaultLog(TimeSource.system());
  }

  /**
   * The error for whatever ended a call.
   *
   * @param call what was called, for the log; no payload, no token
   */
  public ErrorPayload of(String call, Throwable thrown) {
    return switch (thrown) {
      case Rejection rejection -> rejection.error();
      case StoreUnavailable away ->
          ErrorPayload.of(
                  ErrorCode.UNAVAILABLE, "The server cannot take this now; try again in a moment.")
              .withRetryAfter(away.retryAfterMillis());
      default -> fault(call, thrown);
    };
  }

  private ErrorPayload fault(String call, Throwable thrown) {
    String reference = log.report(LOG, ids.next(), call + " failed", thrown);
    return ErrorPayload.of(
        ErrorCode.FAULT,
        "Something went wrong in the server; tell its operator the number " + reference + ".");
  }
}
