// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who may hear what, as those who changed it know: who was added to and removed from which
 * conversation, and when the server had acknowledged that. On the loop.
 */
final class Membership {

  /** From the answer on to the last message that was on its way before. */
  private static final long GRACE_MILLIS = 1_000;

  private record Seat(String user, String conversation) {}

  /** Milliseconds since 1970 of the answer; of those who came back, or may have, none. */
  private final Map<Seat, Long> left = new HashMap<>();

  private final Map<Seat, Boolean> changed = new HashMap<>();

  /** Whether it is taken, of each whose newest change was acknowledged. */
  private final Map<Seat, Boolean> taken = new HashMap<>();

  /** A change is asked for: until its answer nobody can say. */
  void changing(String user, String conversation) {
    var seat = new Seat(user, conversation);
    left.remove(seat);
    taken.remove(seat);
    changed.put(seat, true);
  }

  /** Being added was acknowledged. */
  void joined(String user, String conversation) {
    taken.put(new Seat(user, conversation), true);
  }

  /** The removal was acknowledged. */
  void left(String user, String conversation, long atMillis) {
    var seat = new Seat(user, conversation);
    left.put(seat, atMillis);
    taken.put(seat, false);
  }

  /**
   * What was acknowledged and is not so.
   *
   * @param now the conversations that each user is in, as the server says; of others nothing is
   */
  List<String> lost(Map<String, Set<String>> now) {
    var lost = new ArrayList<String>();
    taken.forEach((seat, in) -> {
      Set<String> conversations = now.get(seat.user());
      if (conversations != null && conversations.contains(seat.conversation()) != in) {
        lost.add(
            "promised that %s is %s %s"
                .formatted(seat.user(), in ? "in" : "out of", seat.conversation()));
      }
    });
    return lost;
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
