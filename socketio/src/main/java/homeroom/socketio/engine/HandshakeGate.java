// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.util.Optional;

/**
 * Looks at the HTTP request of a handshake before a session exists. Runs on the event loop and
 * never blocks.
 */
@FunctionalInterface
public interface HandshakeGate {

  /** Lets every handshake in. */
  HandshakeGate OPEN = request -> Optional.empty();

  /** Empty to go on, or how to refuse. */
  Optional<Refused> check(HandshakeRequest request);

  /**
   * A refused handshake.
   *
   * @param status the HTTP status, 4xx or 5xx
   * @param message one sentence for the client
   */
  record Refused(int status, String message) {}
}
