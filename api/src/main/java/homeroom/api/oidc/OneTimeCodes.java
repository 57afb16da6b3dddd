// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homeroom.api.auth.BrowserSignIns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Codes by which a page gets the token of somebody who has just signed in at a provider: each works
 * once, for a minute, and in the browser that has the cookie made with it. In memory, and bounded:
 * beyond that the oldest are forgotten. Safe for many threads.
 */
final class OneTimeCodes implements BrowserSignIns {

  static final Duration LASTS = Duration.ofSeconds(60);

  private static final int MOST = 10_000;
  private static final int RANDOM_BYTES = 32;

  /** A code and the cookie that goes with it. */
  record Made(String code, String binding) {}

  private record Kept(SignedInElsewhere who, String binding) {}

  private final SecureRandom random;
  private final Cache<String, Kept> codes;
  private final String cookie;

  OneTimeCodes(SecureRandom random, LongSupplier nanos, String cookie) {
    this.random = random;
    this.cookie = cookie;
    this.codes =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(LASTS)
            .ticker(nanos::getAsLong)
            .build();
  }

  Made make(SignedInElsewhere who) {
    var made = new Made(text(), text());
    codes.put(made.code(), new Kept(who, made.binding()));
    return made;
  }

  /** Nobody guesses it. */
  String text() {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public Optional<SignedInElsewhere> redeem(String code, String cookies) {
    @Nullable Kept kept = codes.asMap().remove(code);
    return Optional.ofNullable(kept)
        .filter(known ->
            Cookies.value(cookies, cookie).filter(sent -> same(sent, known.binding())).isPresent())
        .map(Kept::who);
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
