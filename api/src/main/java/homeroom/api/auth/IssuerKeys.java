// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import homeroom.chat.school.StoreUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer, remembered. They are asked for anew from time to time, and when a
 * token names a key that is not among them, but then not more often than the limits say, since
 * anybody can name keys. While the source is away or nonsense the old keys stay. Safe for many
 * threads; blocks while it asks, one at a time.
 */
final class IssuerKeys {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final KeySource source;
  private final AuthLimits limits;
  private final Clock clock;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile @Nullable List<JWK> keys;
  private Instant askAgainAt = Instant.MIN;

  IssuerKeys(KeySource source, AuthLimits limits, Clock clock) {
    this.source = source;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * The key to check a token with, if the issuer has one of that name; without a name in the token,
   * its only key for the algorithm.
   *
   * @throws StoreUnavailable if the issuer never gave us its keys
   */
  Optional<JWK> find(JWSHeader header) {
    Optional<JWK> known = among(keys, header);
    if (known.isPresent()) {
      return known;
    }
    asking.lock();
    try {
      known = among(keys, header);
      Instant now = clock.instant();
      if (known.isEmpty() && mayAsk(now)) {
        askAgainAt = now.plus(limits.keySetAgain());
        refresh();
        known = among(keys, header);
      }
    } finally {
      asking.unlock();
    }
    if (keys == null) {
      throw new StoreUnavailable(
          "The keys of the issuer cannot be had.", limits.keySetAgain().toMillis());
    }
    return known;
  }

  /** So long after the last time; at once where the clock was set back since. */
  private boolean mayAsk(Instant now) {
    return !now.isBefore(askAgainAt) || now.plus(limits.keySetAgain()).isBefore(askAgainAt);
  }

  /** Asks for the keys; keeps the old ones if there is no answer. Whether there was one. */
  boolean refresh() {
    asking.lock();
    try {
      var text = new String(source.read(), StandardCharsets.UTF_8);
      List<JWK> fresh = JWKSet.parse(text).getKeys().stream().filter(IssuerKeys::signs).toList();
      if (fresh.isEmpty()) {
        throw new IOException("there is no key for signatures in it");
      }
      keys = fresh;
      return true;
    } catch (IOException | ParseException e) {
      LOG.warn("The issuer's keys ({}) cannot be had: {}", source, e.getMessage());
      return false;
    } finally {
      asking.unlock();
    }
  }

  private static Optional<JWK> among(@Nullable List<JWK> keys, JWSHeader header) {
    if (keys == null) {
      return Optional.empty();
    }
    String name = header.getKeyID();
    List<JWK> fitting =
        keys.stream()
            .filter(key -> name == null || name.equals(key.getKeyID()))
            .filter(key -> Signatures.fit(key, header.getAlgorithm()))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.getFirst()) : Optional.empty();
  }

  private static boolean signs(JWK key) {
    return !key.isPrivate()
        && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()));
  }
}
