// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Arrays;
import java.util.HashSet;
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

  /** With those in any of {@code more} too. */
  public Selection with(Room... more) {
    return new Selection(union(rooms, more), except, isVolatile);
  }

  /** Without those in any of {@code more}. */
  public Selection without(Room... more) {
    return new Selection(rooms, union(except, more), isVolatile);
  }

  private static Set<Room> union(Set<Room> rooms, Room... more) {
    Set<Room> all = new HashSet<>(rooms);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** Whether it is for a socket that is in these rooms, the one of its own id among them. */
  public boolean includes(Set<Room> memberOf) {
    boolean wanted = rooms.isEmpty() || memberOf.stream().anyMatch(rooms::contains);
    return wanted && memberOf.stream().noneMatch(except::contains);
  }
}
