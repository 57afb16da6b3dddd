// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a socket whose connection was lost.
 *
 * @param socketId its public id
 * @param privateId the secret it comes back with
 * @param rooms the rooms it was in
 * @param data what the application attached to it
 * @param savedAtMillis when, by {@link homeroom.http.TimeSource#milliTime}
 */
public record SavedSession(
    String socketId, String privateId, Set<Room> rooms, @Nullable Object data, long savedAtMillis) {

  public SavedSession {
    rooms = Set.copyOf(rooms);
  }
}
