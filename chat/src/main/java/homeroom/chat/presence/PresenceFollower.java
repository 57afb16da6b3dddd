// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.Present;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Has those who are online on other nodes come and go here as these nodes say, and go when such a
 * node is not there any more. Safe for many threads; never blocks. The timer's thread only hands
 * over.
 */
public final class PresenceFollower {

  /** Whose node died or ended has so long to come back on another one. */
  static final Duration HELD_AFTER_THE_END = Duration.ofSeconds(5);

  /** So long after the first of many who ask, all are answered at once. */
  static final Duration ANSWERED_AFTER = Duration.ofMillis(200);

  /** The end of a node, which may turn out to be none; called off by taking it out of the map. */
  private static final class Ending {}

  private final ConnectionManager<?> connections;
  private final Presence<?> presence;
  private final Holders holders;
  private final Timer timer;
  private final Executor executor;
  private final Map<NodeId, Ending> endings = new ConcurrentHashMap<>();
  private final Set<SchoolId> asked = ConcurrentHashMap.newKeySet();

  PresenceFollower(
      ConnectionManager<?> connections,
      Presence<?> presence,
      Holders holders,
      Timer timer,
      Executor executor) {
    this.connections = connections;
    this.presence = presence;
    this.holders = holders;
    this.timer = timer;
    this.executor = executor;
  }

  /** In the order of the log. */
  public void heard(SchoolId school, NodeId from, Notice.OfPresence notice) {
    endings.remove(from);
    inOrder(
        school,
        () -> {
          switch (notice) {
            case Notice.OfPresence.Came(Present who) -> came(school, from, who);
            case Notice.OfPresence.Left(UserId user) -> left(school, from, user);
            case Notice.OfPresence.Here here -> here(school, from, here);
          }
        });
    if (notice instanceof Notice.OfPresence.Here here && here.asks() && asked.add(school)) {
      later(ANSWERED_AFTER, () -> answer(school));
    }
  }

  private void here(SchoolId school, NodeId from, Notice.OfPresence.Here here) {
    Set<UserId> gone = new HashSet<>(holders.heldBy(school, from, here.after(), here.last()));
    for (Present who : here.people()) {
      gone.remove(who.user());
      came(school, from, who);
    }
    gone.forEach(user -> left(school, from, user));
  }

  private void came(SchoolId school, NodeId from, Present who) {
    holders.hold(school, from, who);
    presence.appear(school, who);
  }

  private void left(SchoolId school, NodeId from, UserId user) {
    holders.release(school, from, user);
    presence.disappear(school, user);
  }

  private void answer(SchoolId school) {
    asked.remove(school);
    inOrder(school, () -> holders.introduce(school, false));
  }

  /** Says to the others who is online here, and asks them. */
  public void introduce(SchoolId school) {
    inOrder(school, () -> holders.introduce(school, true));
  }

  /** Those who are online on nodes that live no more go, unless they come back somewhere. */
  public void living(Set<NodeId> nodes) {
    endings.keySet().removeAll(nodes);
    for (SchoolId school : holders.schools()) {
      Set<NodeId> holding = connections.inOrder(school, () -> holders.nodes(school));
      for (NodeId node : holding) {
        if (!nodes.contains(node)) {
          endLater(node);
        }
      }
    }
  }

  private void endLater(NodeId node) {
    var ending = new Ending();
    if (endings.putIfAbsent(node, ending) == null) {
      later(HELD_AFTER_THE_END, () -> end(node, ending));
    }
  }

  private void end(NodeId node, Ending ending) {
    if (endings.remove(node, ending)) {
      for (SchoolId school : holders.schools()) {
        inOrder(
            school,
            () ->
                holders.heldBy(school, node, null, null).forEach(user -> left(school, node, user)));
      }
    }
  }

  private void later(Duration delay, Runnable task) {
    var _ = timer.after(delay, () -> executor.execute(task));
  }

  private void inOrder(SchoolId school, Runnable action) {
    var _ =
        connections.inOrder(
            school,
            () -> {
              action.run();
              return true;
            });
  }
}
