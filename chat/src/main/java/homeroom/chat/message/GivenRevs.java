// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.Caller;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.ConversationId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Of which conversations a connection was given a rev of this epoch: of those it may name one
 * without naming the epoch. Asked of clients alone that know of no epochs and signed in before this
 * one began. The connections that asked last are remembered; one that is forgotten begins anew once
 * more. Safe for many threads.
 */
final class GivenRevs {

  /** Connections remembered at most. */
  static final int REMEMBERED = 10_000;

  private final Map<ConnectionId, Set<ConversationId>> given =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConnectionId, Set<ConversationId>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Those that the caller's connection was given; none over REST. */
  synchronized Set<ConversationId> to(Caller caller) {
    Set<ConversationId> known = caller.connection() == null ? null : given.get(caller.connection());
    return known == null ? Set.of() : Set.copyOf(known);
  }

  /** The caller's connection is given these. */
  synchronized void give(Caller caller, Set<ConversationId> conversations) {
    if (caller.connection() != null && !conversations.isEmpty()) {
      given.computeIfAbsent(caller.connection(), any -> new HashSet<>()).addAll(conversations);
    }
  }
}
