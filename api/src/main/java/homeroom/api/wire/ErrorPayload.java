// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import homeroom.chat.school.Refusal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal or fault as clients see it: a Feathers error.
 *
 * @param message one sentence that says what was wrong and what would be right
 * @param code the HTTP status
 * @param data holds the stable {@code code}, and {@code retryAfterMs} where a repeat may help,
 *     {@code until} where it is allowed then
 * @param errors the reason by field
 */
@Description("A refusal or fault, in the form of Feathers.")
public record ErrorPayload(
    String name,
    @Description("One sentence that says what was wrong and what would be right.") String message,
    @Description("The HTTP status.") int code,
    String className,
    @Description(
            "The stable code of the reason; retryAfterMs where a repeat may help, until where it is"
                + " allowed then.")
        Map<String, Object> data,
    @Description("The reason by field.") Map<String, String> errors) {

  public static ErrorPayload of(ErrorCode code, String message) {
    return of(code.error(), code.text(), message);
  }

  /**
   * What the network refused before a service could; its {@code data.code} is the status. One that
   * Feathers has no name for gets that of its kind.
   */
  public static ErrorPayload ofStatus(int status, String message) {
    ErrorName name =
        ErrorName.of(status).orElse(status < 500 ? ErrorName.BAD_REQUEST : ErrorName.GENERAL_ERROR);
    return of(name, status, "http-" + status, message);
  }

  private static ErrorPayload of(ErrorName name, String code, String message) {
    return of(name, name.status(), code, message);
  }

  private static ErrorPayload of(ErrorName name, int status, String code, String message) {
    return new ErrorPayload(
        name.text(), message, status, name.className(), Map.of("code", code), Map.of());
  }

  public static ErrorPayload of(Refusal refusal) {
    ErrorName name =
        switch (refusal.kind()) {
          case INVALID -> ErrorName.BAD_REQUEST;
          case FORBIDDEN -> ErrorName.FORBIDDEN;
          case NOT_FOUND -> ErrorName.NOT_FOUND;
          case CONFLICT -> ErrorName.CONFLICT;
          case TOO_MANY -> ErrorName.TOO_MANY_REQUESTS;
        };
    ErrorPayload error =
        of(name, refusal.code().text(), refusal.message()).withFields(refusal.fields());
    Instant until = refusal.until();
    if (until != null) {
      return error.with("until", WireTime.of(until));
    }
    return refusal.retryAfterMillis() > 0
        ? error.withRetryAfter(refusal.retryAfterMillis())
        : error;
  }

  public ErrorPayload withFields(Map<String, String> fields) {
    return new ErrorPayload(
        name,
        message,
        code,
        className,
        data,
        Collections.unmodifiableMap(new LinkedHashMap<>(fields)));
  }

  /** The same error, saying after how many milliseconds a repeat may succeed. */
  public ErrorPayload withRetryAfter(long millis) {
    return with("retryAfterMs", millis);
  }

  /** The same error, with one thing more in its data. */
  public ErrorPayload with(String key, Object value) {
    var more = new LinkedHashMap<>(data);
    more.put(key, value);
    return new ErrorPayload(name, message, code, className, more, errors);
  }
}
