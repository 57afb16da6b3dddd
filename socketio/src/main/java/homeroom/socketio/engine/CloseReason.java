// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/** Why a session ended. */
public enum CloseReason {
  /** The client closed, with a close packet or by closing its connection. */
  TRANSPORT_CLOSE,
  /** The connection failed, or a poll was cancelled. */
  TRANSPORT_ERROR,
  /** No pong within the ping timeout. */
  PING_TIMEOUT,
  /** The client sent what the protocol does not allow. */
  PARSE_ERROR,
  /** More than {@link EngineLimits#outboxBytes} waited for the client. */
  TOO_SLOW,
  /** The server had no room for what the client made it keep, or for another stranger. */
  OVERLOAD,
  /** The application closed the session. */
  SERVER_CLOSE,
  /** The server is draining; the client is expected to come back elsewhere. */
  SERVER_DRAIN
}
