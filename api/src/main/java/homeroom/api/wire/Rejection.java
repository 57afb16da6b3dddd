// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;

/**
 * Ends the handling of a call with an error for the client. Not a fault: it is answered, never
 * logged, and has no stack trace.
 */
public final class Rejection extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ErrorPayload error;

  public Rejection(ErrorPayload error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public ErrorPayload error() {
    return error;
  }

  /** The value of the outcome, or its refusal thrown. */
  public static <T> T orThrow(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Refusal refusal) -> throw new Rejection(ErrorPayload.of(refusal));
    };
  }

  /** A 400 that names the field which is wrong. */
  public static Rejection badField(String field, String reason, String message) {
    return new Rejection(
        ErrorPayload.of(Refusal.of(RefusalCode.INVALID_FIELD, message, field, reason)));
  }

  public static Rejection of(ErrorCode code, String message) {
    return new Rejection(ErrorPayload.of(code, message));
  }

  public static Rejection notFound(RefusalCode code, String id) {
    return new Rejection(ErrorPayload.of(Refusal.notFound(code, id)));
  }
}
