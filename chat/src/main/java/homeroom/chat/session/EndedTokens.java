// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import homeroom.chat.school.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that were ended before their time: one by one, or all of a user at once. All are
 * remembered, so that checking one costs no query. What another process on the same store ends is
 * noticed by {@link #refresh()}. Safe for many threads; looking up never blocks.
 */
public final class EndedTokens {

  /** How far the clocks of processes on one store may be apart. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  /** Of the keys that end all tokens of a user: this, the user, a colon, and the time in ms. */
  private static final String ALL_OF = "user:";

  /** The longest that a token may last. */
  public static final Duration LONGEST = Duration.ofDays(366);

  private final EndedTokenStore store;
  private final Clock clock;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final Map<UserId, Instant> endedUntil = new ConcurrentHashMap<>();

  /** What tokens say of when they were issued, where that is later than they were. */
  private final Map<UserId, Instant> datedAhead = new ConcurrentHashMap<>();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<UserId>> userListeners = new CopyOnWriteArrayList<>();

  /** Reads what was ended before. */
  public EndedTokens(EndedTokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.endedSince(Instant.EPOCH).forEach(this::remember);
  }

  /** Whether the token of that key was ended. */
  public boolean contains(String key) {
    return expiries.containsKey(key);
  }

  /** Whether all tokens of the user were ended after this one was issued. */
  public boolean contains(UserId user, Instant issuedAt) {
    Instant until = endedUntil.get(user);
    return until != null && !issuedAt.isAfter(until);
  }

  /**
   * What a token is to say of when it was issued, which it says in whole seconds. Who asked for it
   * before all tokens were ended must not have one that is good; who asked after it, in the same
   * second, must have one.
   *
   * @param asked when the user asked for it, in whole milliseconds
   */
  public Instant issueTime(UserId user, Instant asked) {
    Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
    Instant until = endedUntil.get(user);
    if (until == null || second.isAfter(until) || !asked.isAfter(until)) {
      return second;
    }
    Instant ahead = second.plusSeconds(1);
    datedAhead.put(user, ahead);
    return ahead;
  }

  /** Ends all tokens that the user has; when this returns, that is durable, and listeners know. */
  public void endAllOf(UserId user) {
    Instant now = clock.instant();
    Instant ahead = datedAhead.getOrDefault(user, now);
    Instant until = ahead.isAfter(now) ? ahead : now;
    end(
        new EndedToken(
            ALL_OF + user.value() + ':' + until.toEpochMilli(), until, until.plus(LONGEST)));
  }

  /**
   * Ends a token; when this returns, that is durable and the listeners know.
   *
   * @param expiresAt when it would have ended by itself
   */
  public void end(String key, Instant expiresAt) {
    end(new EndedToken(key, clock.instant(), expiresAt));
  }

  private void end(EndedToken token) {
    store.add(token);
    remember(token);
  }

  /** Calls {@code listener} with the key of each token ended from now on, on whatever thread. */
  public void onEnd(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** The same for each user all of whose tokens are ended from now on. */
  public void onEndOfAll(Consumer<UserId> listener) {
    userListeners.add(listener);
  }

  /** Notices what other processes ended. */
  public void refresh() {
    store.endedSince(clock.instant().minus(CLOCKS_APART)).forEach(this::remember);
  }

  /** Forgets those that would have ended by themselves by now. */
  public void purge() {
    Instant now = clock.instant();
    store.purge(now);
    expiries.values().removeIf(expiry -> !expiry.isAfter(now));
    endedUntil.values().removeIf(until -> until.plus(LONGEST).isBefore(now));
    datedAhead.values().removeIf(ahead -> ahead.isBefore(now));
  }

  private void remember(EndedToken token) {
    UserId user = allOf(token.key());
    if (user != null) {
      endedUntil.merge(user, token.endedAt(), (a, b) -> a.isAfter(b) ? a : b);
    }
    boolean known = expiries.put(token.key(), token.expiresAt()) != null;
    if (known) {
      return;
    }
    if (user != null) {
      userListeners.forEach(listener -> listener.accept(user));
    } else {
      listeners.forEach(listener -> listener.accept(token.key()));
    }
  }

  /** Whose tokens all end with this key; null if it is the key of one. */
  private static @Nullable UserId allOf(String key) {
    return key.startsWith(ALL_OF)
        ? new UserId(key.substring(ALL_OF.length(), key.lastIndexOf(':')))
        : null;
  }
}
