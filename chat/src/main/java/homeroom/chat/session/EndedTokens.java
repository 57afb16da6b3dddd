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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The tokens that were ended before their time: one by one, all of a user at once, or all there
 * are. All are remembered, so that checking one costs no query. What another process on the same
 * store ends is noticed by {@link #refresh()}, and so is whose failed sign-ins it forgives. Safe
 * for many threads; looking up never blocks.
 */
public final class EndedTokens {

  /** How far the clocks of processes on one store may be apart. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(1);

  /** Of the keys that end all tokens of a user: this, the user, a colon, and the time in ms. */
  private static final String ALL_OF = "user:";

  /** Of the keys that end all tokens of everybody: this, and the time in ms. */
  private static final String ALL = "everybody:";

  /** Of the keys that forgive a user's failed sign-ins: this, the user, a colon, the time in ms. */
  private static final String FORGIVEN = "forgiven:";

  /** How long it is remembered that failures were forgiven, for other processes to notice. */
  private static final Duration NOTICE = Duration.ofMinutes(2);

  /** The longest that a token may last. */
  public static final Duration LONGEST = Duration.ofDays(366);

  /** How often all is read, in case the clock was wrong for a moment that nobody saw. */
  private static final Duration WHOLE_LOOK = Duration.ofMinutes(5);

  /** A clock that went so much further than time did was set. */
  private static final Duration CLOCK_SET = Duration.ofSeconds(1);

  private final EndedTokenStore store;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
  private final Map<UserId, Instant> endedUntil = new ConcurrentHashMap<>();

  /** When this process heard last that all tokens of a user were ended, as it passes. */
  private final Map<UserId, Long> heardAt = new ConcurrentHashMap<>();

  private volatile long heardOfAllAt;
  private volatile Look looked;
  private volatile long lookedWholeAt;

  /** What tokens say of when they were issued, where that is later than they were. */
  private final Map<UserId, Instant> datedAhead = new ConcurrentHashMap<>();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<UserId>> userListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> allListeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<UserId>> forgivers = new CopyOnWriteArrayList<>();
  private final AtomicReference<Instant> allUntil = new AtomicReference<>(Instant.MIN);

  /** A look at the store: when, by the clock and by time as it passes. */
  private record Look(Instant at, long nanos) {}

  /**
   * Reads what was ended before.
   *
   * @param nanos time as it passes, as of {@link System#nanoTime}, whatever the clock says
   */
  public EndedTokens(EndedTokenStore store, Clock clock, LongSupplier nanos) {
    this.store = store;
    this.clock = clock;
    this.nanos = nanos;
    this.looked = look();
    this.heardOfAllAt = looked.nanos();
    this.lookedWholeAt = looked.nanos();
    store.endedSince(Instant.EPOCH).forEach(this::remember);
  }

  /** Whether the token of that key was ended. */
  public boolean contains(String key) {
    return expiries.containsKey(key);
  }

  /** Whether all tokens of the user were ended after this one was issued. */
  public boolean contains(UserId user, Instant issuedAt) {
    return !issuedAt.isAfter(until(user));
  }

  /**
   * What a token is to say of which generation it is: which was the last time that all tokens of
   * the user were ended, as far as this process had heard when the user asked for it. Whatever the
   * clocks of processes say, a token is of an earlier generation than every ending that its process
   * had not heard of.
   *
   * @param began when the user asked for it, as time passes
   */
  public long generation(UserId user, long began) {
    Instant last = endedUntil.get(user); // before it is asked when that was heard of
    Long heard = heardAt.get(user);
    return last == null || heard == null || began - heard <= 0 ? 0 : last.toEpochMilli();
  }

  /** Whether all tokens of the user were ended after those of that generation were begun. */
  public boolean contains(UserId user, long generation) {
    Instant last = endedUntil.get(user);
    return last != null && last.toEpochMilli() > generation;
  }

  private Instant until(UserId user) {
    Instant all = allUntil.get();
    Instant own = endedUntil.getOrDefault(user, Instant.MIN);
    return own.isAfter(all) ? own : all;
  }

  /**
   * What a token is to say of when it was issued, which it says in whole seconds. Who asked for it
   * before all tokens were ended must not have one that is good; who asked after it, in the same
   * second or by a clock that was set back, must have one.
   *
   * @param asked when the user asked for it, in whole milliseconds
   * @param began the same as it passes
   */
  public Instant issueTime(UserId user, Instant asked, long began) {
    Instant second = asked.truncatedTo(ChronoUnit.SECONDS);
    Instant until = until(user);
    if (second.isAfter(until) || !(asked.isAfter(until) || heardBefore(user, began))) {
      return second;
    }
    Instant ahead = secondAfter(until);
    datedAhead.put(user, ahead);
    return ahead;
  }

  private boolean heardBefore(UserId user, long began) {
    Long heard = heardAt.get(user);
    return began - heardOfAllAt > 0 && (heard == null || began - heard > 0);
  }

  private static Instant secondAfter(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  /**
   * Ends all tokens that the user has; when this returns, that is durable, and listeners know. It
   * is the last ending of the user's then, however far the clocks of those are ahead who made
   * others.
   */
  public void endAllOf(UserId user) {
    String key = ALL_OF + user.value() + ':';
    Instant until;
    do {
      refresh(user);
      Instant now = clock.instant();
      until = later(later(datedAhead.getOrDefault(user, now), now), mostAhead(user, now));
      end(new EndedToken(key + until.toEpochMilli(), until, until.plus(LONGEST)));
      refresh(user);
    } while (endedUntil.getOrDefault(user, Instant.MIN).isAfter(until));
  }

  /**
   * What tokens may say that were given since an ending of the same time, or by a clock set back.
   */
  private Instant mostAhead(UserId user, Instant now) {
    Instant until = until(user);
    if (until.equals(now)) {
      return now.plusMillis(1);
    }
    return until.isAfter(now) ? secondAfter(until) : now;
  }

  /**
   * Ends all tokens of everybody, those too that say the second in which it happens; when this
   * returns, that is durable, and listeners know.
   */
  public void endAll() {
    Instant last = clock.instant();
    for (Instant ahead : datedAhead.values()) {
      last = later(last, ahead);
    }
    for (Instant ended : endedUntil.values()) {
      last = later(last, ended);
    }
    Instant until = secondAfter(later(last, allUntil.get()));
    end(new EndedToken(ALL + until.toEpochMilli(), until, until.plus(LONGEST)));
  }

  /** Forgives the failed sign-ins of a user, in every process on the store. */
  public void forgiveFailures(UserId user) {
    Instant now = clock.instant();
    String key = FORGIVEN + user.value() + ':' + now.toEpochMilli();
    end(new EndedToken(key, now, now.plus(NOTICE)));
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

  /** Calls {@code listener} when all tokens of everybody are ended from now on. */
  public void onEndOfEverybody(Runnable listener) {
    allListeners.add(listener);
  }

  /** Calls {@code listener} with each user whose failures are forgiven from now on. */
  public void onForgivenFailures(Consumer<UserId> listener) {
    forgivers.add(listener);
  }

  /**
   * Notices what other processes ended: since the last look, or, after a clock was set, ever.
   * Called by one thread at a time.
   */
  public void refresh() {
    Look now = look();
    boolean whole = wasSet(now) || now.nanos() - lookedWholeAt >= WHOLE_LOOK.toNanos();
    Instant last = looked.at().isBefore(now.at()) ? looked.at() : now.at();
    store.endedSince(whole ? Instant.EPOCH : last.minus(CLOCKS_APART)).forEach(this::remember);
    looked = now;
    if (whole) {
      lookedWholeAt = now.nanos();
    }
  }

  /** Notices whether other processes ended all tokens of the user. */
  public void refresh(UserId user) {
    store.beginningWith(ALL_OF + user.value() + ':').forEach(this::remember);
  }

  private Look look() {
    return new Look(clock.instant(), nanos.getAsLong());
  }

  private boolean wasSet(Look now) {
    Duration passed = Duration.ofNanos(now.nanos() - looked.nanos());
    Duration further = Duration.between(looked.at(), now.at()).minus(passed);
    return further.abs().compareTo(CLOCK_SET) > 0;
  }

  /** Forgets those that would have ended by themselves by now. */
  public void purge() {
    Instant now = clock.instant();
    store.purge(now);
    expiries.values().removeIf(expiry -> !expiry.isAfter(now));
    endedUntil.values().removeIf(until -> until.plus(LONGEST).isBefore(now));
    heardAt.keySet().retainAll(endedUntil.keySet());
    datedAhead.values().removeIf(ahead -> ahead.isBefore(now));
  }

  private void remember(EndedToken token) {
    String key = token.key();
    boolean known = expiries.put(key, token.expiresAt()) != null;
    if (key.startsWith(ALL_OF)) {
      UserId user = userIn(ALL_OF, key);
      endedUntil.compute(
          user,
          (same, last) -> {
            if (last != null && !token.endedAt().isAfter(last)) {
              return last;
            }
            heardAt.put(user, nanos.getAsLong());
            return token.endedAt();
          });
      tell(known, userListeners, user);
    } else if (key.startsWith(ALL)) {
      allUntil.accumulateAndGet(token.endedAt(), EndedTokens::later);
      if (!known) {
        heardOfAllAt = nanos.getAsLong();
        allListeners.forEach(Runnable::run);
      }
    } else if (key.startsWith(FORGIVEN)) {
      tell(known, forgivers, userIn(FORGIVEN, key));
    } else {
      tell(known, listeners, key);
    }
  }

  private static <T> void tell(boolean known, List<Consumer<T>> listeners, T what) {
    if (!known) {
      listeners.forEach(listener -> listener.accept(what));
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** The user in a key of that form, which ends with the time. */
  private static UserId userIn(String form, String key) {
    return new UserId(key.substring(form.length(), key.lastIndexOf(':')));
  }
}
