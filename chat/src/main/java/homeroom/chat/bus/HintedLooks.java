// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import homeroom.chat.time.Timer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The conversations of one school that are to be looked at by themselves, since another node left
 * hints of them, or a look through the school had a fault with them. Instead of too many of them
 * one look through the school is asked for. Asking is safe for many threads and never waits; one at
 * a time looks.
 */
final class HintedLooks {

  /** A look through the school costs less than more of them. */
  private static final int MOST = 1_000;

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
   * until that has lasted too long.
   *
   * @param look whether it had none
   * @throws homeroom.chat.school.StoreUnavailable to be called again: that one and what comes after
   *     it is asked for still
   */
  void make(BiPredicate<ConversationId, Instant> look) {
    for (Map.Entry<ConversationId, Asked> next : waiting()) {
      if (next.getValue().trouble().mayTry()) {
        make(next.getKey(), next.getValue(), look);
      }
    }
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

  private synchronized List<Map.Entry<ConversationId, Asked>> waiting() {
    var all = new ArrayList<Map.Entry<ConversationId, Asked>>();
    asked.forEach((conversation, what) -> all.add(Map.entry(conversation, what)));
    return all;
  }

  /** What was asked for meanwhile is for the next look. */
  private synchronized void done(ConversationId conversation, Asked what) {
    var _ = asked.remove(conversation, what);
  }
}
