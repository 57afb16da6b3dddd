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

  /** Longer than any token lasts. */
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private final EndedTokenStore store;
  private final Clock clock;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final Map<UserId, Instant> endedUntil = new ConcurrentHashMap<>();
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
   * @param asked when the user asked for it
   */
  public Instant issueTime(UserId user, Instant asked) {
    Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
    Instant until = endedUntil.get(user);
    return until != null && asked.isAfter(until) && !second.isAfter(until)
        ? second.plusSeconds(1)
        : second;
  }

  /** Ends all tokens that the user has; when this returns, that is durable, and listeners know. */
  public void endAllOf(UserId user) {
    Instant now = clock.instant();
    end(ALL_OF + user.value() + ':' + now.toEpochMilli(), now.plus(LONGEST));
  }

  /**
   * Ends a token; when this returns, that is durable and the listeners know.
   *
   * @param expiresAt when it would have ended by itself
   */
  public void end(String key, Instant expiresAt) {
    var token = new EndedToken(key, clock.instant().truncatedTo(ChronoUnit.MILLIS), expiresAt);
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
  }

  private void remember(EndedToken token) {
    if (expiries.put(token.key(), token.expiresAt()) != null) {
      return;
    }
    if (token.key().startsWith(ALL_OF)) {
      UserId user =
          new UserId(token.key().substring(ALL_OF.length(), token.key().lastIndexOf(':')));
      endedUntil.merge(user, token.endedAt(), (a, b) -> a.isAfter(b) ? a : b);
      userListeners.forEach(listener -> listener.accept(user));
    } else {
      listeners.forEach(listener -> listener.accept(token.key()));
    }
  }
}
