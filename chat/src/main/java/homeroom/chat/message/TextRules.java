// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.text.Unicode;
import org.jspecify.annotations.Nullable;

/** What a text and a clientId may be. Text is counted in code points and kept as sent. */
final class TextRules {

  private final MessageLimits limits;

  TextRules(MessageLimits limits) {
    this.limits = limits;
  }

  Outcome<Outcome.Nothing> check(SendMessage wish) {
    return checkText(wish.text()).andThen(() -> checkClientId(wish.clientId()));
  }

  Outcome<Outcome.Nothing> checkText(String text) {
    String trimmed = Unicode.trim(text);
    if (Unicode.isInvisible(trimmed)) {
      return refuse(
          RefusalCode.TEXT_EMPTY,
          "A message needs a text of at least one character that can be seen.",
          "is empty");
    }
    if (Unicode.length(trimmed) > limits.textCodePoints()) {
      return refuse(
          RefusalCode.TEXT_TOO_LONG,
          "A text has at most " + limits.textCodePoints() + " characters; send it in parts.",
          "is too long");
    }
    if (!Unicode.isWhole(text)) {
      return refuse(
          RefusalCode.TEXT_NOT_UNICODE,
          "A text is Unicode; this one has half of a surrogate pair.",
          "is not Unicode");
    }
    return Outcome.done();
  }

  private Outcome<Outcome.Nothing> checkClientId(@Nullable String clientId) {
    if (clientId == null) {
      return Outcome.done();
    }
    int length = Unicode.length(clientId);
    return Outcome.check(
        length >= 1 && length <= limits.clientIdCodePoints() && Unicode.isWhole(clientId),
        () ->
            Refusal.of(
                RefusalCode.CLIENT_ID_INVALID,
                "A clientId has 1 to " + limits.clientIdCodePoints() + " characters.",
                "clientId",
                "is empty, too long or not Unicode"));
  }

  private static Outcome<Outcome.Nothing> refuse(RefusalCode code, String message, String reason) {
    return Outcome.refused(Refusal.of(code, message, "text", reason));
  }
}
