// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.bus;

import homeroom.chat.school.ConversationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The conversations of one school that are to be looked at, since another node left hints of them.
 * Asking is safe for many threads and never waits; one at a time looks.
 */
final class HintedLooks {

  /**
   * What is asked for of a conversation.
   *
   * @param times how often it was asked for
   */
  private record Asked(Instant since, int times) {

    Asked and(Asked more) {
      return new Asked(
          since.isBefore(more.since) ? since : more.since, Math.addExact(times, more.times));
    }
  }

  /** Belongs to whoever has this object. */
  private final Map<ConversationId, Asked> asked = new LinkedHashMap<>();

  /** A look at what changed in the conversation since then is to be made. */
  synchronized void ask(ConversationId conversation, Instant since) {
    asked.merge(conversation, new Asked(since, 1), Asked::and);
  }

  /** No look that was asked for goes back further; empty if there is none. */
  synchronized Optional<Instant> earliest() {
    return asked.values().stream().map(Asked::since).min(Instant::compareTo);
  }

  /**
   * Makes one look of each conversation. One that has a fault is asked for still, and so is what
   * comes after it.
   */
  void make(BiConsumer<ConversationId, Instant> look) {
    for (Map.Entry<ConversationId, Asked> next : waiting()) {
      look.accept(next.getKey(), next.getValue().since());
      done(next.getKey(), next.getValue());
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
