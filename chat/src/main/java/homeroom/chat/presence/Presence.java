package homeroom.chat.presence;

import homeroom.chat.fanout.Fanout;
import homeroom.chat.school.UserId;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Tells those who may see a user that the user came or went: once for the first connection, once
 * after the last.
 *
 * @param <S> what carries events to a connection
 */
public final class Presence<S> {

  private final ConnectionManager<S> connections;
  private final Fanout fanout;
  private final Clock clock;

  public Presence(ConnectionManager<S> connections, Fanout fanout, Clock clock) {
    this.connections = connections;
    this.fanout = fanout;
    this.clock = clock;
  }

  /** A connection is open. */
  public void connected(Connection<S> connection) {
    if (connections.add(connection)) {
      fanout.deliver(
          new PresenceEvent.Online(user(connection), clock.instant()), targets(connection), null);
    }
  }

  /** A connection closed. */
  public void disconnected(Connection<S> connection) {
    Set<UserId> targets = targets(connection);
    if (connections.remove(connection)) {
      fanout.deliver(new PresenceEvent.Offline(user(connection), clock.instant()), targets, null);
    }
  }

  /** Whom the owner of the connection sees online now. */
  public List<OnlineUser> visibleTo(Connection<S> connection) {
    return connections.visibleTo(connection.schoolId(), connection.userId());
  }

  private Set<UserId> targets(Connection<S> connection) {
    return connections.broadcastTargets(connection.schoolId(), connection.userId());
  }

  private static OnlineUser user(Connection<?> connection) {
    return new OnlineUser(connection.userId(), connection.role());
  }
}
