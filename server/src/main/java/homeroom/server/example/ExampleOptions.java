// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import homeroom.socketio.SocketIoLimits;
import homeroom.socketio.engine.EngineLimits;
import java.time.Duration;

/**
 * What can be said about an example server.
 *
 * @param host the interface to listen on
 * @param port the port, 0 for a free one
 * @param pingInterval between a pong and the next ping
 * @param pingTimeout how long a pong may take
 * @param maxPayloadBytes the largest message taken
 * @param connectTimeout how long a client may be in no namespace
 */
record ExampleOptions(
    String host,
    int port,
    Duration pingInterval,
    Duration pingTimeout,
    int maxPayloadBytes,
    Duration connectTimeout) {

  /** The loopback interface, a free port, and the limits of a server that says nothing. */
  static final ExampleOptions DEFAULTS =
      new ExampleOptions(
          "127.0.0.1",
          0,
          EngineLimits.DEFAULTS.pingInterval(),
          EngineLimits.DEFAULTS.pingTimeout(),
          EngineLimits.DEFAULTS.maxPayloadBytes(),
          SocketIoLimits.DEFAULTS.connectTimeout());

  EngineLimits engineLimits() {
    return EngineLimits.DEFAULTS
        .withHeartbeat(pingInterval, pingTimeout)
        .withMaxPayloadBytes(maxPayloadBytes);
  }

  SocketIoLimits limits() {
    return SocketIoLimits.DEFAULTS.withEngine(engineLimits()).withConnectTimeout(connectTimeout);
  }
}
