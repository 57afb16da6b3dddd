// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.text.EmailAddress;
import homeroom.chat.text.Name;
import homeroom.chat.text.UserName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of a person or class, in their canonical forms, and refuses all that are wrong
 * at once.
 */
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

  /** What a person signs in with; null or empty is none. */
  public RosterRules email(@Nullable String email) {
    if (email != null && !email.isEmpty() && !EmailAddress.isValid(email)) {
      wrong.put("email", "is no e-mail address of at most " + LIMITS.email() + " characters");
    }
    return this;
  }

  /** The same, unique in a school. */
  public RosterRules username(@Nullable String username) {
    if (username != null && !username.isEmpty() && !UserName.isValid(username)) {
      wrong.put(
          "username",
          "is not 1 to %d characters that can be seen, without spaces"
              .formatted(UserName.MAX_LENGTH));
    }
    return this;
  }

  /** A password for the one who signs in with {@code email} or {@code username}. */
  public RosterRules password(
      @Nullable String password, @Nullable String email, @Nullable String username) {
    if (password == null) {
      return this;
    }
    int length = password.codePointCount(0, password.length());
    if (length < LIMITS.shortestPassword() || password.length() > LIMITS.longestPassword()) {
      wrong.put(
          "password",
          "is not of %d to %d characters"
              .formatted(LIMITS.shortestPassword(), LIMITS.longestPassword()));
    } else if (email != null && EmailAddress.key(password).equals(EmailAddress.key(email))) {
      wrong.put("password", "is the e-mail address");
    } else if (username != null && UserName.key(password).equals(UserName.key(username))) {
      wrong.put("password", "is the user name");
    } else if (CommonPasswords.contains(password)) {
      wrong.put("password", "is one that many people have, and is guessed first");
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

  private RosterRules text(String field, @Nullable String text, int limit) {
    if (text != null && !Name.isValid(text, limit)) {
      wrong.put(
          field,
          "is not 1 to %d characters that can be seen, without control characters"
              .formatted(limit));
    }
    return this;
  }
}
