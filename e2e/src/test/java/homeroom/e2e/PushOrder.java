// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Watches one connection: what is pushed comes in the order of its rev, and without gaps but for
 * what the connection itself did. Safe for the threads of a line and of its owner.
 */
final class PushOrder {

  private static final class Seen {
    private long first;
    private long last;
    private long pushes;
    private final Set<Long> own = new HashSet<>();

    /** How many revs between the first and the last push are not accounted for. */
    long missing() {
      long ownBetween = own.stream().filter(rev -> rev > first && rev < last).count();
      return pushes == 0 ? 0 : last - first + 1 - pushes - ownBetween;
    }
  }

  private final String name;
  private final Ledger ledger;
  private final Map<String, Seen> conversations = new HashMap<>();

  PushOrder(String name, Ledger ledger) {
    this.name = name;
    this.ledger = ledger;
  }

  synchronized void pushed(JsonNode message) {
    Seen seen = seen(message);
    long rev = message.get("rev").longValue();
    ledger.check(rev > seen.last, name + " had heard " + seen.last + ", then " + message);
    if (seen.pushes++ == 0) {
      seen.first = rev;
    }
    seen.last = rev;
  }

  synchronized void own(JsonNode message) {
    seen(message).own.add(message.get("rev").longValue());
  }

  /** The connection is over, with that many own calls whose answers it did not get. */
  synchronized void ended(long unanswered) {
    long missing = conversations.values().stream().mapToLong(Seen::missing).sum();
    ledger.check(missing <= unanswered, name + " missed " + missing + " pushes of one connection");
  }

  private Seen seen(JsonNode message) {
    return conversations.computeIfAbsent(
        message.get("conversationId").stringValue(), id -> new Seen());
  }
}
