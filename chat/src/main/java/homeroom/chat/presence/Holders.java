// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.bus.Elsewhere;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.bus.Present;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes hold whom online: this one as long as a user has a connection here, or had one until
 * a moment ago, and others as they say. What is said of this one is said in the order in which it
 * happens. What changes a school is called {@linkplain ConnectionManager#inOrder in its order}.
 */
public final class Holders implements Elsewhere {

  private static final class OfSchool {
    private final NavigableMap<UserId, Present> own = new TreeMap<>();

    /** By node, how many connections each of those that it holds has there. */
    private final Map<NodeId, NavigableMap<UserId, Integer>> elsewhere = new HashMap<>();

    /** By how many other nodes each is held; asked for at any time. */
    private final Map<UserId, Integer> holds = new ConcurrentHashMap<>();
  }

  private final OtherNodes others;
  private final PresenceLimits limits;
  private final Map<SchoolId, OfSchool> schools = new ConcurrentHashMap<>();
  private volatile boolean handsOver;

  public Holders(OtherNodes others, PresenceLimits limits) {
    this.others = others;
    this.limits = limits;
  }

  @Override
  public Set<UserId> among(SchoolId school, Collection<UserId> users) {
    OfSchool known = schools.get(school);
    return known == null || known.holds.isEmpty()
        ? Set.of()
        : users.stream().filter(known.holds::containsKey).collect(Collectors.toSet());
  }

  /** Says to the others that somebody writes, or stopped, where it concerns anybody there. */
  void say(SchoolId school, Notice.OfTyping typing, Collection<UserId> members) {
    if (!among(school, members).isEmpty()) {
      others.publish(school, typing);
    }
  }

  private OfSchool of(SchoolId school) {
    return schools.computeIfAbsent(school, id -> new OfSchool());
  }

  /** All of any school. */
  Set<SchoolId> schools() {
    return Set.copyOf(schools.keySet());
  }

  /** Somebody comes to the school; blocks for the first. */
  void admit(SchoolId school) {
    others.admit(school);
  }

  /** The user is online here, with so many connections. */
  void came(SchoolId school, Present who) {
    if (!who.equals(of(school).own.put(who.user(), who))) {
      others.publish(school, new Notice.OfPresence.Came(who));
    }
  }

  /**
   * What the roster says of the user is another, or how many connections there are; of who is not
   * online here that is not said.
   */
  void changed(SchoolId school, Present who) {
    if (of(school).own.containsKey(who.user())) {
      came(school, who);
    }
  }

  /** The user is online here no more. */
  void left(SchoolId school, UserId user) {
    if (of(school).own.remove(user) != null && !handsOver) {
      others.publish(school, new Notice.OfPresence.Left(user));
    }
  }

  /** From now on the others are not told who leaves: their clients go to other nodes. */
  void handOver() {
    handsOver = true;
  }

  /** Says who is online here; once they are handed over, all keep what they know. */
  void introduce(SchoolId school, boolean asks) {
    if (!handsOver) {
      UserId after = null;
      int length = 0;
      var people = new ArrayList<Present>();
      for (Present who : of(school).own.values()) {
        length += lengthOf(who);
        if (length > limits.bytesTogether() && !people.isEmpty()) {
          UserId last = people.getLast().user();
          others.publish(school, new Notice.OfPresence.Here(people, false, after, last));
          after = last;
          people.clear();
          length = lengthOf(who);
        }
        people.add(who);
      }
      others.publish(school, new Notice.OfPresence.Here(people, asks, after, null));
    }
  }

  private static int lengthOf(Present who) {
    int ids = who.classIds().stream().mapToInt(one -> one.value().length() + 4).sum();
    return who.user().value().length() + ids + 32;
  }

  boolean isElsewhere(SchoolId school, UserId user) {
    OfSchool known = schools.get(school);
    return known != null && known.holds.containsKey(user);
  }

  /** How many connections the user has on other nodes, as they said last; none unless heard. */
  int connectionsElsewhere(SchoolId school, UserId user) {
    if (!isElsewhere(school, user) || !others.hears(school)) {
      return 0;
    }
    return of(school).elsewhere.values().stream()
        .mapToInt(held -> held.getOrDefault(user, 0))
        .sum();
  }

  /** The node holds the user. */
  void hold(SchoolId school, NodeId node, Present who) {
    OfSchool known = of(school);
    if (known
            .elsewhere
            .computeIfAbsent(node, id -> new TreeMap<>())
            .put(who.user(), who.connections())
        == null) {
      known.holds.merge(who.user(), 1, Integer::sum);
    }
  }

  /** The node holds the user no more. */
  void release(SchoolId school, NodeId node, UserId user) {
    OfSchool known = of(school);
    Map<UserId, Integer> held = known.elsewhere.getOrDefault(node, new TreeMap<>());
    if (held.remove(user) != null) {
      known.holds.computeIfPresent(user, (id, count) -> count == 1 ? null : count - 1);
    }
    if (held.isEmpty()) {
      known.elsewhere.remove(node);
    }
  }

  /**
   * Those whom the node holds.
   *
   * @param after only those whose ids are after this one, if not null
   * @param last only those up to this one, if not null
   */
  Set<UserId> heldBy(SchoolId school, NodeId node, @Nullable UserId after, @Nullable UserId last) {
    NavigableMap<UserId, Integer> held = of(school).elsewhere.get(node);
    if (held == null) {
      return Set.of();
    }
    NavigableMap<UserId, Integer> some = after == null ? held : held.tailMap(after, false);
    return Set.copyOf((last == null ? some : some.headMap(last, true)).keySet());
  }

  /** The other nodes that hold anybody of the school. */
  Set<NodeId> nodes(SchoolId school) {
    return Set.copyOf(of(school).elsewhere.keySet());
  }
}
