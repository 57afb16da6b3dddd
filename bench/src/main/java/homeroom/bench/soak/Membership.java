// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import java.util.HashMap;
import java.util.Map;

/**
 * Who may hear what, as those who changed it know: who was removed from which conversation, and
 * when the server had acknowledged that. On the loop.
 */
final class Membership {

  /** From the answer on to the last message that was on its way before. */
  private static final long GRACE_MILLIS = 1_000;

  private record Seat(String user, String conversation) {}

  /** Milliseconds since 1970 of the answer; of those who came back, or may have, none. */
  private final Map<Seat, Long> left = new HashMap<>();

  private final Map<Seat, Boolean> changed = new HashMap<>();

  /** A change is asked for: until its answer nobody can say. */
  void changing(String user, String conversation) {
    var seat = new Seat(user, conversation);
    left.remove(seat);
    changed.put(seat, true);
  }

  /** The removal was acknowledged. */
  void left(String user, String conversation, long atMillis) {
    left.put(new Seat(user, conversation), atMillis);
  }

  /** Whether anybody ever changed whether the user is in the conversation. */
  boolean everChanged(String user, String conversation) {
    return changed.containsKey(new Seat(user, conversation));
  }

  /** Whether the user was out of the conversation when the message was made. */
  boolean isForeign(String user, String conversation, long madeAtMillis) {
    Long since = left.get(new Seat(user, conversation));
    return since != null && madeAtMillis > since + GRACE_MILLIS;
  }
}
