package homeroom.chat.session;

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
 * The tokens that were ended before their time, all remembered, so that checking one costs no
 * query. What another process on the same store ends is noticed by {@link #refresh()}. Safe for
 * many threads; only {@link #contains} never blocks.
 */
public final class EndedTokens {

  /** How far the clocks of processes on one store may be apart. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  private final EndedTokenStore store;
  private final Clock clock;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /** Reads what was ended before. */
  public EndedTokens(EndedTokenStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
    store.endedSince(Instant.EPOCH).forEach(token -> expiries.put(token.key(), token.expiresAt()));
  }

  /** Whether the token of that key was ended. */
  public boolean contains(String key) {
    return expiries.containsKey(key);
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
    if (expiries.put(token.key(), token.expiresAt()) == null) {
      listeners.forEach(listener -> listener.accept(token.key()));
    }
  }
}
