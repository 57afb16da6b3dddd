// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.util.Arrays;
import java.util.Optional;

/** The errors of Feathers by name, and those of HTTP that Feathers has no name for. */
public enum ErrorName {
  BAD_REQUEST("BadRequest", 400),
  NOT_AUTHENTICATED("NotAuthenticated", 401),
  FORBIDDEN("Forbidden", 403),
  NOT_FOUND("NotFound", 404),
  METHOD_NOT_ALLOWED("MethodNotAllowed", 405),
  NOT_ACCEPTABLE("NotAcceptable", 406),
  TIMEOUT("Timeout", 408),
  CONFLICT("Conflict", 409),
  LENGTH_REQUIRED("LengthRequired", 411),
  PAYLOAD_TOO_LARGE("PayloadTooLarge", 413),
  URI_TOO_LONG("URITooLong", 414),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415),
  EXPECTATION_FAILED("ExpectationFailed", 417),
  UNPROCESSABLE("Unprocessable", 422),
  TOO_MANY_REQUESTS("TooManyRequests", 429),
  HEADERS_TOO_LARGE("RequestHeaderFieldsTooLarge", 431),
  GENERAL_ERROR("GeneralError", 500),
  NOT_IMPLEMENTED("NotImplemented", 501),
  UNAVAILABLE("Unavailable", 503);

  private final String text;
  private final int status;
  private final String className;

  ErrorName(String text, int status) {
    this.text = text;
    this.status = status;
    this.className =
        text.replaceAll("(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
            .toLowerCase(java.util.Locale.ROOT);
  }

  /** The name on the wire, for example {@code NotFound}. */
  public String text() {
    return text;
  }

  /** The HTTP status, which is the {@code code} on the wire. */
  public int status() {
    return status;
  }

  /** The class name that Feathers clients look up, for example {@code not-found}. */
  public String className() {
    return className;
  }

  /** The error for a status, where there is one. */
  public static Optional<ErrorName> of(int status) {
    return Arrays.stream(values()).filter(name -> name.status == status).findFirst();
  }
}
