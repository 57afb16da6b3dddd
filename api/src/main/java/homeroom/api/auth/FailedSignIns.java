// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import homeroom.api.wire.ErrorCode;
import homeroom.api.wire.ErrorPayload;
import homeroom.api.wire.Rejection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed sign-ins, by account and address and by address alone, and refuses more than the
 * limits. Success costs nothing, since a whole school may sit behind one address. An IPv6 address
 * counts as its network of 64 bits, which one household has to itself. Memory is bounded: under a
 * flood from very many addresses the least tried are forgotten first. Safe for many threads.
 */
final class FailedSignIns {

  /** Longer addresses of accounts are none, and share one entry. */
  private static final int LONGEST_EMAIL = 254;

  private static final int NETWORK_BYTES = 8;

  private record Failures(int count, Instant until) {}

  private record Key(String account, String address) {}

  private final AuthLimits limits;
  private final Clock clock;
  private final Map<Key, Failures> failures;

  FailedSignIns(AuthLimits limits, Clock clock) {
    this.limits = limits;
    this.clock = clock;
    Cache<Key, Failures> cache =
        Caffeine.newBuilder()
            .maximumSize(limits.rememberedFailures())
            .expireAfterWrite(limits.failureWindow())
            .build();
    this.failures = cache.asMap();
  }

  /**
   * Lets a try begin.
   *
   * @throws Rejection 429 that says when to come again, if there were too many failures
   */
  void refuseIfTooMany(String email, InetAddress from) {
    refuseIfOver(ofAccount(email, from), limits.accountFailures(), "to this account");
    refuseIfOver(ofAddress(from), limits.addressFailures(), "from this network");
  }

  /** A try failed. */
  void failed(String email, InetAddress from) {
    count(ofAccount(email, from));
    count(ofAddress(from));
  }

  private void refuseIfOver(Key key, int limit, String where) {
    Failures known = failures.get(key);
    if (known == null || known.count() < limit) {
      return;
    }
    Duration left = Duration.between(clock.instant(), known.until());
    if (left.isPositive()) {
      throw new Rejection(
          ErrorPayload.of(
                  ErrorCode.SIGN_IN_RATE,
                  "Too many failed sign-ins " + where + "; try again later.")
              .withRetryAfter(left.toMillis()));
    }
  }

  private void count(Key key) {
    Instant now = clock.instant();
    failures.compute(key, (same, known) -> oneMore(known, now));
  }

  private Failures oneMore(@Nullable Failures known, Instant now) {
    return known == null || !now.isBefore(known.until())
        ? new Failures(1, now.plus(limits.failureWindow()))
        : new Failures(known.count() + 1, known.until());
  }

  private static Key ofAccount(String email, InetAddress from) {
    boolean possible = email.length() <= LONGEST_EMAIL;
    return new Key(possible ? email.toLowerCase(Locale.ROOT) : "", network(from));
  }

  /** No account is called so. */
  private static Key ofAddress(InetAddress from) {
    return new Key("\n", network(from));
  }

  private static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
