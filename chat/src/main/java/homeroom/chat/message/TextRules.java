package homeroom.chat.message;

import homeroom.chat.school.Refusal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a text and a clientId may be. Text is counted in code points and kept as sent. */
final class TextRules {

  private final MessageLimits limits;

  TextRules(MessageLimits limits) {
    this.limits = limits;
  }

  Optional<Refusal> check(String text, @Nullable String clientId) {
    return checkText(text).or(() -> checkClientId(clientId));
  }

  Optional<Refusal> checkText(String text) {
    String trimmed = trim(text);
    if (trimmed.isEmpty()) {
      return refuse("text-empty", "A message needs a text of at least one character.", "is empty");
    }
    if (trimmed.codePointCount(0, trimmed.length()) > limits.textCodePoints()) {
      return refuse(
          "text-too-long",
          "A text has at most " + limits.textCodePoints() + " characters; send it in parts.",
          "is too long");
    }
    if (!isUnicode(text)) {
      return refuse(
          "text-not-unicode",
          "A text is Unicode; this one has half of a surrogate pair.",
          "is not Unicode");
    }
    return Optional.empty();
  }

  private Optional<Refusal> checkClientId(@Nullable String clientId) {
    if (clientId == null) {
      return Optional.empty();
    }
    int length = clientId.codePointCount(0, clientId.length());
    if (length >= 1 && length <= limits.clientIdCodePoints() && isUnicode(clientId)) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.invalid(
            "client-id-invalid",
            "A clientId has 1 to " + limits.clientIdCodePoints() + " characters.",
            "clientId",
            "is empty, too long or not Unicode"));
  }

  private static Optional<Refusal> refuse(String code, String message, String reason) {
    return Optional.of(new Refusal(Refusal.Kind.INVALID, code, message, Map.of("text", reason), 0));
  }

  /** Without the white space of Unicode at both ends, no-break spaces and byte order marks too. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\ufeff';
  }

  private static boolean isUnicode(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
