// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.time.Timer;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one school that are to be looked at by themselves, since another node left
 * hints of them, or a look through the school had a fault with them. Instead of too many of them
 * one look through the school is asked for. Asking is safe for many threads and never waits; one at
 * a time looks.
 */
final class HintedLooks {

  /** A look through the school costs less than more of them. */
  private static final int MOST = 1_000;

  /** After so many that the store could not make, one after another, it is away, not slow. */
  private static final int AWAY = 3;

  /**
   * What is asked for of a conversation.
   *
   * @param times how often it was asked for
   * @param trouble it had so far
   */
  private record Asked(Instant since, int times, Trouble trouble) {

    Asked and(Asked more) {
      return new Asked(
          since.isBefore(more.since) ? since : more.since,
          Math.addExact(times, more.times),
          trouble);
    }
  }

  private final Timer timer;
  private final Consumer<Instant> everything;
  private final BiConsumer<ConversationId, Instant> givenUp;

  /** Belongs to whoever has this object. */
  private final Map<ConversationId, Asked> asked = new LinkedHashMap<>();

  /** Of whoever looks: those that the store could not look at, the one longest ago first. */
  private final Set<ConversationId> slow = new LinkedHashSet<>();

  /**
   * @param everything asks for a look at what changed in the whole school since then
   * @param givenUp told of a conversation whose fault lasts, and of the moment looked from
   */
  HintedLooks(
      Timer timer, Consumer<Instant> everything, BiConsumer<ConversationId, Instant> givenUp) {
    this.timer = timer;
    this.everything = everything;
    this.givenUp = givenUp;
  }

  /** A look at what changed in the conversation since then is to be made. */
  void ask(ConversationId conversation, Instant since) {
    tooMany(conversation, since).ifPresent(everything);
  }

  private synchronized Optional<Instant> tooMany(ConversationId conversation, Instant since) {
    asked.merge(conversation, new Asked(since, 1, new Trouble(timer)), Asked::and);
    if (asked.size() <= MOST) {
      return Optional.empty();
    }
    Optional<Instant> all = earliest();
    asked.clear();
    return all;
  }

  /** No look that was asked for goes back further; empty if there is none. */
  synchronized Optional<Instant> earliest() {
    return asked.values().stream().map(Asked::since).min(Instant::compareTo);
  }

  /**
   * Makes one look of each conversation. One that has a fault is made again, less and less often,
   * until that has lasted too long. Those that the store could not make come after all others the
   * next time, unless it made none of several in a row, and only as long as it makes them.
   *
   * @param look whether it had none
   * @throws StoreUnavailable to be called again: of at least one the store could not make it, which
   *     is asked for still
   */
  void make(BiPredicate<ConversationId, Instant> look) {
    Set<ConversationId> first = waiting();
    slow.retainAll(first);
    List<ConversationId> last = List.copyOf(slow);
    first.removeAll(slow);
    Passed passed = pass(first, AWAY, look);
    if (!passed.isAway()) {
      StoreUnavailable fault = pass(last, 1, look).fault();
      passed = new Passed(fault == null ? passed.fault() : fault, false);
    }
    if (passed.fault() != null) {
      throw passed.fault();
    }
  }

  /**
   * How it went with some of them.
   *
   * @param fault the last one of the store
   * @param isAway whether so many had one that the others were left
   */
  private record Passed(@Nullable StoreUnavailable fault, boolean isAway) {}

  private Passed pass(
      Collection<ConversationId> conversations,
      int away,
      BiPredicate<ConversationId, Instant> look) {
    @Nullable StoreUnavailable unavailable = null;
    int inARow = 0;
    for (ConversationId conversation : conversations) {
      try {
        if (make(conversation, look)) {
          inARow = 0;
        }
      } catch (StoreUnavailable e) {
        slow.remove(conversation);
        slow.add(conversation);
        unavailable = e;
        inARow++;
      }
      if (inARow == away) {
        return new Passed(unavailable, true);
      }
    }
    return new Passed(unavailable, false);
  }

  /** Whether it is time for it. */
  private boolean make(ConversationId conversation, BiPredicate<ConversationId, Instant> look) {
    Optional<Asked> what = asked(conversation);
    if (what.filter(one -> one.trouble().mayTry()).isEmpty()) {
      return false;
    }
    make(conversation, what.get(), look);
    slow.remove(conversation);
    return true;
  }

  private void make(
      ConversationId conversation, Asked what, BiPredicate<ConversationId, Instant> look) {
    if (look.test(conversation, what.since())) {
      what.trouble().isOver();
      done(conversation, what);
    } else if (what.trouble().failed()) {
      givenUp.accept(conversation, what.since());
      done(conversation, what);
    }
  }

  private synchronized Set<ConversationId> waiting() {
    return new LinkedHashSet<>(asked.keySet());
  }

  private synchronized Optional<Asked> asked(ConversationId conversation) {
    return Optional.ofNullable(asked.get(conversation));
  }

  /** What was asked for meanwhile is for the next look. */
  private synchronized void done(ConversationId conversation, Asked what) {
    var _ = asked.remove(conversation, what);
  }
}
