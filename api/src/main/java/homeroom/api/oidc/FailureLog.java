// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Why sign-ins came to nothing, for the log: each reason of a provider once in a while, and how
 * often it was the reason since. Anybody can have one fail, as often as they like. Safe for many
 * threads.
 */
final class FailureLog {

  /** Between two lines about the same. */
  static final Duration SPAN = Duration.ofSeconds(10);

  /**
   * What was said.
   *
   * @param at as {@link Timer#nanoTime}
   * @param more failures since then
   */
  private record Said(long at, long more) {}

  private final Timer timer;

  /** By provider and reason, of which there are few. */
  private final Map<String, Said> said = new HashMap<>();

  FailureLog(Timer timer) {
    this.timer = timer;
  }

  /** What is to be logged now, if anything. */
  synchronized Optional<String> line(String provider, OidcFailure why) {
    String what = "A sign-in with " + provider + " came to nothing: " + why.getMessage();
    Said before = said.get(what);
    long now = timer.nanoTime();
    if (before != null && now - before.at < SPAN.toNanos()) {
      said.put(what, new Said(before.at, before.more + 1));
      return Optional.empty();
    }
    said.put(what, new Said(now, 0));
    return Optional.of(
        before == null || before.more == 0
            ? what + "."
            : what + ", as " + before.more + " more since that was last said.");
  }
}
