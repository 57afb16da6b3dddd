// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.IdSource;
import homeroom.chat.school.StoreUnavailable;
import homeroom.http.FaultLog;
import homeroom.http.TimeSource;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

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
    return of(call, Map::of, thrown);
  }

  /**
   * The same.
   *
   * @param about what the log names beside a fault: ids of the request, the user and the school
   */
  public ErrorPayload of(String call, Supplier<Map<String, String>> about, Throwable thrown) {
    return switch (thrown) {
      case Rejection rejection -> rejection.error();
      case StoreUnavailable away ->
          ErrorPayload.of(
                  ErrorCode.UNAVAILABLE, "The server cannot take this now; try again in a moment.")
              .withRetryAfter(away.retryAfterMillis());
      default -> fault(call, about.get(), thrown);
    };
  }

  private ErrorPayload fault(String call, Map<String, String> about, Throwable thrown) {
    String reference;
    about.forEach(MDC::put);
    try {
      reference = log.report(LOG, ids.next(), call + " failed", thrown);
    } finally {
      about.keySet().forEach(MDC::remove);
    }
    return ErrorPayload.of(
        ErrorCode.FAULT,
        "Something went wrong in the server; tell its operator the number " + reference + ".");
  }
}
