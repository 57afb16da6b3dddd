// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.util.Map;

/**
 * A rule's "no": nothing was changed.
 *
 * @param code stable and documented, for translation; for example {@code student-to-student-off}
 * @param message one English sentence that says what was wrong and what would be right
 * @param fields the reason by name of each offending field; empty if no one field is to blame
 * @param retryAfterMillis when a repeat may succeed, in milliseconds; 0 if a repeat will not help
 */
public record Refusal(
    Kind kind, String code, String message, Map<String, String> fields, long retryAfterMillis) {

  /** Why a rule refused, in the words of HTTP and Feathers. */
  public enum Kind {
    /** The request itself is wrong. */
    INVALID,
    /** A rule of the caller's own school forbids it. */
    FORBIDDEN,
    /** There is no such thing for this caller: never made, of another school, or not theirs. */
    NOT_FOUND,
    /** It contradicts what is already there. */
    CONFLICT,
    /** Too often. */
    TOO_MANY
  }

  public Refusal {
    fields = Map.copyOf(fields);
  }

  public static Refusal invalid(String code, String message, String field, String reason) {
    return new Refusal(Kind.INVALID, code, message, Map.of(field, reason), 0);
  }

  public static Refusal forbidden(String code, String message) {
    return new Refusal(Kind.FORBIDDEN, code, message, Map.of(), 0);
  }

  /**
   * The one answer for what does not exist, belongs to another school, or is not the caller's: the
   * three cannot be told apart.
   *
   * @param thing what was asked for, for example {@code conversation}
   */
  public static Refusal notFound(String thing, String id) {
    return new Refusal(
        Kind.NOT_FOUND,
        thing + "-not-found",
        "There is no " + thing + " '" + id + "' for you; check the id.",
        Map.of(),
        0);
  }

  public static Refusal conflict(String code, String message) {
    return new Refusal(Kind.CONFLICT, code, message, Map.of(), 0);
  }

  public static Refusal tooMany(String code, String message, long retryAfterMillis) {
    return new Refusal(Kind.TOO_MANY, code, message, Map.of(), retryAfterMillis);
  }
}
