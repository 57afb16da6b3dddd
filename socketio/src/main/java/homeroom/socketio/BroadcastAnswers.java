// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.List;
import java.util.Map;

/**
 * The answers to a broadcast.
 *
 * @param received the arguments of each answer, by socket
 * @param missing the sockets that did not answer in time or closed before
 */
public record BroadcastAnswers(Map<Socket, EventArguments> received, List<Socket> missing) {

  public BroadcastAnswers {
    received = Map.copyOf(received);
    missing = List.copyOf(missing);
  }

  /** Whether every receiver answered. */
  public boolean isComplete() {
    return missing.isEmpty();
  }
}
