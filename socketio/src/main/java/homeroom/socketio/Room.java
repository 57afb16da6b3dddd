// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/**
 * A name under which sockets of one namespace can be reached. A room exists while a socket is in
 * it; the id of a socket is also the name of a room with that socket alone.
 */
public record Room(String name) {

  public static Room of(String name) {
    return new Room(name);
  }
}
