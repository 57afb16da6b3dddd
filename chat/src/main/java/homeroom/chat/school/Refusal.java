// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.school;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule's "no": nothing was changed.
 *
 * @param code stable, for translation
 * @param message one English sentence that says what was wrong and what would be right
 * @param fields the reason by name of each offending field; empty if no one field is to blame
 * @param retryAfterMillis when a repeat may succeed, in milliseconds; 0 if a repeat will not help
 * @param until when it will be allowed; null if that is not known
 */
public record Refusal(
    RefusalCode code,
    String message,
    Map<String, String> fields,
    long retryAfterMillis,
    @Nullable Instant until) {

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
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A refusal of which nobody knows until when. */
  public Refusal(
      RefusalCode code, String message, Map<String, String> fields, long retryAfterMillis) {
    this(code, message, fields, retryAfterMillis, null);
  }

  /** The same, until then. */
  public Refusal until(@Nullable Instant when) {
    return new Refusal(code, message, fields, retryAfterMillis, when);
  }

  /** That of its code. */
  public Kind kind() {
    return code.kind();
  }

  public static Refusal of(RefusalCode code, String message) {
    return new Refusal(code, message, Map.of(), 0);
  }

  /** A refusal for which one field is to blame. */
  public static Refusal of(RefusalCode code, String message, String field, String reason) {
    return new Refusal(code, message, Map.of(field, reason), 0);
  }

  /**
   * The one answer for what does not exist, belongs to another school, or is not the caller's: the
   * three cannot be told apart.
   *
   * @param code one that names what was asked for
   */
  public static Refusal notFound(RefusalCode code, String id) {
    return of(code, "There is no " + code.thing() + " '" + id + "' for you; check the id.");
  }

  public static Refusal tooMany(RefusalCode code, String message, long retryAfterMillis) {
    return new Refusal(code, message, Map.of(), retryAfterMillis);
  }
}
