package homeroom.socketio;

import java.util.Set;

/**
 * Who gets a broadcast: every socket in any of {@code rooms} (in the namespace, if there are none)
 * that is in none of {@code except}. The id of a socket is the name of a room with it alone.
 *
 * @param isVolatile whether sockets that are behind are left out
 */
public record Selection(Set<Room> rooms, Set<Room> except, boolean isVolatile) {

  /** The whole namespace. */
  public static final Selection ALL = new Selection(Set.of(), Set.of(), false);

  public Selection {
    rooms = Set.copyOf(rooms);
    except = Set.copyOf(except);
  }
}
