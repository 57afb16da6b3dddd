// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a person or class, and refuses all that are wrong at once. */
public final class RosterRules {

  private static final RosterLimits LIMITS = RosterLimits.DEFAULT;

  private final Map<String, String> wrong = new LinkedHashMap<>();

  /** What a person or class is called; null is not checked. */
  public RosterRules name(@Nullable String name) {
    return text("name", name, LIMITS.name());
  }

  /** What a class is called for short. */
  public RosterRules code(@Nullable String code) {
    return text("code", code, LIMITS.code());
  }

  /** What a person signs in with. */
  public RosterRules email(@Nullable String email) {
    if (email != null && (email.length() > LIMITS.email() || !isAddress(email))) {
      wrong.put("email", "is no e-mail address of at most " + LIMITS.email() + " characters");
    }
    return this;
  }

  /** A password for the one who signs in with {@code email}. */
  public RosterRules password(@Nullable String password, @Nullable String email) {
    if (password == null) {
      return this;
    }
    int length = password.codePointCount(0, password.length());
    if (length < LIMITS.shortestPassword() || password.length() > LIMITS.longestPassword()) {
      wrong.put(
          "password",
          "is not of %d to %d characters"
              .formatted(LIMITS.shortestPassword(), LIMITS.longestPassword()));
    } else if (password.equalsIgnoreCase(email)) {
      wrong.put("password", "is the e-mail address");
    }
    return this;
  }

  /** Refused, by the names of all fields that were wrong, if any was. */
  public Outcome<Outcome.Nothing> check() {
    return Outcome.check(
        wrong.isEmpty(),
        () ->
            new Refusal(
                RefusalCode.INVALID_FIELD,
                "Some fields cannot be as they are: " + String.join(", ", wrong.keySet()) + ".",
                wrong,
                0));
  }

  /**
   * Whether something stands on both sides of the one {@code @}, and no space; whether it can be
   * delivered to is not ours to know.
   */
  private static boolean isAddress(String email) {
    int at = email.indexOf('@');
    return at > 0
        && at < email.length() - 1
        && email.indexOf('@', at + 1) < 0
        && email.chars().noneMatch(RosterRules::isAsciiSpace);
  }

  private static boolean isAsciiSpace(int c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private RosterRules text(String field, @Nullable String text, int limit) {
    if (text != null
        && (text.isBlank()
            || !text.equals(text.strip())
            || text.codePointCount(0, text.length()) > limit
            || text.codePoints().anyMatch(RosterRules::isNoText))) {
      wrong.put(
          field,
          "is not 1 to %d characters without control characters and outer space".formatted(limit));
    }
    return this;
  }

  private static boolean isNoText(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
