// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import homeroom.chat.bus.Present;
import homeroom.chat.fanout.Fanout;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConnectionId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who may see a user that the user came or went: once for the first connection, once
 * after the last; and what a change of the roster makes appear and disappear.
 *
 * <p>Safe for many threads. Blocks on the roster, and on the way to other nodes for the first who
 * comes to a school; else never on the network. The timer's thread only hands over.
 *
 * @param <S> what carries events to a connection
 */
public final class Presence<S> {

  /** A connection as it stands, and whom its user sees online at one moment. */
  public record Snapshot<S>(Connection<S> connection, List<OnlineUser> online) {}

  private final ConnectionManager<S> connections;
  private final Roster roster;
  private final Fanout fanout;
  private final Consumer<UserId> lastClosed;
  private final VisibilityListener listener;
  private final Clock clock;
  private final PresenceLimits limits;
  private final Timer timer;
  private final Executor executor;
  private final @Nullable Holders holders;
  private final Map<UserId, Departure> departures = new ConcurrentHashMap<>();
  private final Map<UserId, Owed> owed = new ConcurrentHashMap<>();

  /**
   * Presence over the connections of this node.
   *
   * @param lastClosed is told of each user without connections, before the grace
   * @param listener is told what the roster changed for somebody online
   * @param executor runs what a passed grace leads to
   * @param holders null where this is the only node
   */
  public Presence(
      ConnectionManager<S> connections,
      Roster roster,
      Fanout fanout,
      Consumer<UserId> lastClosed,
      VisibilityListener listener,
      Clock clock,
      PresenceLimits limits,
      Timer timer,
      Executor executor,
      @Nullable Holders holders) {
    this.connections = connections;
    this.roster = roster;
    this.fanout = fanout;
    this.lastClosed = lastClosed;
    this.listener = listener;
    this.clock = clock;
    this.limits = limits;
    this.timer = timer;
    this.executor = executor;
    this.holders = holders;
  }

  /** What brings it in line with what other nodes say, of which this is one. */
  public PresenceFollower follower() {
    return new PresenceFollower(
        connections, this, Objects.requireNonNull(holders, "this node is alone"), timer, executor);
  }

  /**
   * This node ends soon, and its clients go to others, which take over who is online: who leaves is
   * told to nobody there.
   */
  public void handOver() {
    if (holders != null) {
      holders.handOver();
    }
  }

  /** What to hand to {@link #connected}, with the classes of the user as the roster has them. */
  public Connection<S> connection(ConnectionId id, User user, S socket) {
    return new Connection<>(
        id,
        user.id(),
        user.schoolId(),
        user.role(),
        roster.classesOf(user.schoolId(), user.id(), user.role()),
        clock.instant(),
        socket);
  }

  /**
   * A connection is open. Events for it may come before this returns. If it throws, the caller
   * closes the connection and says so, as of any other.
   *
   * @return whom its user sees, as of the moment from which on events reach the connection
   */
  public Snapshot<S> connected(Connection<S> connection) {
    SchoolId school = connection.schoolId();
    UserId user = connection.userId();
    if (holders != null) {
      holders.admit(school);
    }
    Snapshot<S> snapshot =
        connections.inOrder(
            school,
            () -> {
              stay(user);
              if (connections.add(connection)) {
                tell(
                    new PresenceEvent.Online(connection.user(), clock.instant()),
                    connections.broadcastTargets(school, user));
              }
              if (holders != null) {
                holders.came(school, present(connection.user(), connection.classIds()));
              }
              return snapshotNow(connection);
            });
    followIfBehind(snapshot.connection());
    return snapshot;
  }

  /** The same for a connection that is open already; {@code atThatMoment} runs as it is taken. */
  public Snapshot<S> snapshot(Connection<S> connection, Runnable atThatMoment) {
    return connections.inOrder(
        connection.schoolId(),
        () -> {
          atThatMoment.run();
          return snapshotNow(connection);
        });
  }

  /**
   * A connection closed.
   *
   * @param signedOut whether the client said goodbye: then there is no grace
   */
  public void disconnected(Connection<S> connection, boolean signedOut) {
    boolean last =
        connections.inOrder(
            connection.schoolId(),
            () -> {
              boolean wasLast = connections.remove(connection);
              sayHowMany(connection);
              if (wasLast && (signedOut || limits.offlineGrace().isZero())) {
                depart(connection.schoolId(), connection.userId());
              } else if (wasLast) {
                departLater(connection.schoolId(), connection.userId());
              }
              return wasLast;
            });
    if (last) {
      lastClosed.accept(connection.userId());
    }
  }

  /** Somebody as the other nodes are to know them. */
  private Present present(OnlineUser user, Set<ClassId> classIds) {
    UserId id = user.userId();
    return new Present(id, user.role(), classIds, Math.max(1, connections.of(id).size()));
  }

  /** Of the same user others may be open still. */
  private void sayHowMany(Connection<S> closed) {
    if (holders != null) {
      connections.of(closed.userId()).stream()
          .findFirst()
          .ifPresent(one -> holders.changed(one.schoolId(), present(one.user(), one.classIds())));
    }
  }

  /**
   * How many connections the user has on other nodes, as far as this one hears them now; none while
   * it does not.
   */
  public int connectionsElsewhere(SchoolId school, UserId user) {
    return holders == null
        ? 0
        : connections.inOrder(school, () -> holders.connectionsElsewhere(school, user));
  }

  /** Whom the caller sees online now, connected or not, in the order of their ids. */
  public List<OnlineUser> visibleTo(Caller caller) {
    Set<ClassId> classIds = roster.classesOf(caller);
    var viewer = new OnlineUser(caller.userId(), caller.role());
    return connections.inOrder(
        caller.schoolId(),
        () ->
            connections.visibleTo(caller.schoolId(), viewer, classIds).stream()
                .sorted((one, other) -> one.userId().compareTo(other.userId()))
                .toList());
  }

  /** Everybody who is online in the school. */
  public List<OnlineUser> online(SchoolId school) {
    return connections.online(school);
  }

  /**
   * Brings what is known of somebody online in line with the roster, and tells everybody who sees
   * somebody appear or disappear. The sessions of a user who is not active any more end. Does
   * nothing for who is not online.
   */
  public void follow(SchoolId school, UserId id) {
    if (!connections.isOnline(school, id)) {
      return;
    }
    long version;
    do {
      version = roster.version(school);
      followOnce(school, id);
    } while (roster.version(school) != version);
  }

  private void followOnce(SchoolId school, UserId id) {
    Optional<User> active = roster.user(school, id).filter(User::active);
    if (active.isEmpty()) {
      fanout.deliver(new SessionEnded(SessionEnded.Reason.DEACTIVATED), List.of(id), null);
      connections.inOrder(school, () -> depart(school, id));
      return;
    }
    var user = new OnlineUser(id, active.get().role());
    Set<ClassId> classIds = roster.classesOf(school, id, user.role());
    connections.inOrder(
        school,
        () -> {
          Optional<VisibilityChange> change = connections.change(school, user, classIds);
          change.ifPresent(seen -> {
            tell(seen);
            if (holders == null || connections.isConnected(id)) {
              owe(school, seen);
            }
            if (holders != null) {
              holders.changed(school, present(user, classIds));
            }
          });
          return change;
        });
    tellListener(id);
  }

  /** What the listener has yet to hear about a user, because it threw. */
  private record Owed(SchoolId school, Set<ClassId> classIds) {

    Owed and(Owed more) {
      var both = new HashSet<>(classIds);
      both.addAll(more.classIds);
      return new Owed(school, both);
    }
  }

  private void owe(SchoolId school, VisibilityChange change) {
    var classIds = new HashSet<>(change.gained());
    classIds.addAll(change.lost());
    if (!classIds.isEmpty()) {
      owed.merge(change.user().userId(), new Owed(school, classIds), Owed::and);
    }
  }

  private void tellListener(UserId user) {
    Owed of = owed.get(user);
    if (of != null) {
      listener.changed(of.school, user, of.classIds);
      owed.remove(user, of);
    }
  }

  /**
   * Has the listener hear what it could not before.
   *
   * @throws homeroom.chat.school.StoreUnavailable if it still cannot
   */
  public void followUp() {
    owed.keySet().forEach(this::tellListener);
  }

  /** The roster may have changed between being read for the connection and its being added. */
  private void followIfBehind(Connection<S> connection) {
    boolean current =
        roster
            .user(connection.schoolId(), connection.userId())
            .filter(user -> user.active() && user.role() == connection.role())
            .map(user -> roster.classesOf(user.schoolId(), user.id(), user.role()))
            .filter(connection.classIds()::equals)
            .isPresent();
    if (!current) {
      follow(connection.schoolId(), connection.userId());
    }
  }

  private Snapshot<S> snapshotNow(Connection<S> connection) {
    UserId user = connection.userId();
    Connection<S> asKnown =
        connections.of(user).stream()
            .filter(one -> one.id().equals(connection.id()))
            .findFirst()
            .orElse(connection);
    return new Snapshot<>(asKnown, List.copyOf(connections.visibleTo(connection.schoolId(), user)));
  }

  private void departLater(SchoolId school, UserId user) {
    var departure = new Departure();
    departures.put(user, departure);
    departure.timer =
        timer.after(
            limits.offlineGrace(), () -> executor.execute(() -> depart(school, user, departure)));
  }

  private void depart(SchoolId school, UserId user, Departure departure) {
    connections.inOrder(school, () -> departures.remove(user, departure) && depart(school, user));
  }

  private void stay(UserId user) {
    Departure departure = departures.remove(user);
    if (departure != null && departure.timer != null) {
      departure.timer.cancel();
    }
  }

  /** The going offline of one user that is to be; called off by taking it out of the map. */
  private static final class Departure {
    private Timer.@Nullable Appointment timer;
  }

  /** In the order of the school: the user is online on another node. */
  void appear(SchoolId school, Present who) {
    UserId id = who.user();
    var user = new OnlineUser(id, who.role());
    if (connections.enter(school, user, who.classIds())) {
      tell(
          new PresenceEvent.Online(user, clock.instant()),
          connections.broadcastTargets(school, id));
    } else if (!connections.isConnected(id)) {
      connections.change(school, user, who.classIds()).ifPresent(this::tell);
    }
  }

  /** The same: the user is online on one other node less. */
  void disappear(SchoolId school, UserId user) {
    if (!departures.containsKey(user)) {
      var _ = depart(school, user);
    }
  }

  /** Whether other nodes hold the user; that this one does not is said to them. */
  private boolean staysElsewhere(SchoolId school, UserId user) {
    if (holders == null) {
      return false;
    }
    if (!connections.isConnected(user)) {
      holders.left(school, user);
    }
    return holders.isElsewhere(school, user);
  }

  private boolean depart(SchoolId school, UserId user) {
    if (staysElsewhere(school, user)) {
      owed.remove(user);
      return false;
    }
    Set<UserId> targets = connections.broadcastTargets(school, user);
    Optional<OnlineUser> gone = connections.depart(school, user);
    gone.ifPresent(who -> {
      departures.remove(user);
      owed.remove(user);
      tell(new PresenceEvent.Offline(who, clock.instant()), targets);
    });
    return gone.isPresent();
  }

  private void tell(VisibilityChange change) {
    var now = clock.instant();
    tell(new PresenceEvent.Offline(change.user(), now), change.disappearsFrom());
    tell(new PresenceEvent.Online(change.user(), now), change.appearsTo());
    List<UserId> self = List.of(change.user().userId());
    change.disappearing().forEach(other -> tell(new PresenceEvent.Offline(other, now), self));
    change.appearing().forEach(other -> tell(new PresenceEvent.Online(other, now), self));
  }

  private void tell(PresenceEvent event, Collection<UserId> users) {
    if (!users.isEmpty()) {
      fanout.deliver(event, users, null);
    }
  }
}
