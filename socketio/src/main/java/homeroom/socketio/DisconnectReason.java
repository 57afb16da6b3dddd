// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.CloseReason;

/** Why a socket left its namespace. */
public enum DisconnectReason {
  /** The client sent DISCONNECT. */
  CLIENT_DISCONNECT,
  /** The server sent DISCONNECT. */
  SERVER_DISCONNECT,
  /** The connection was closed by the client or the network. */
  TRANSPORT_CLOSE,
  /** The connection failed, or a poll was cancelled. */
  TRANSPORT_ERROR,
  /** No pong within the ping timeout. */
  PING_TIMEOUT,
  /** The client sent what the protocols do not allow. */
  PARSE_ERROR,
  /** The client did not read what was sent to it. */
  TOO_SLOW,
  /** The server had no room for what the client made it keep, or for another stranger. */
  OVERLOAD,
  /** The server closed the connection, without DISCONNECT. */
  SERVER_CLOSE,
  /** The server is draining. */
  SERVER_DRAIN;

  /** Whether the state of the socket is kept for recovery: not after a wilful goodbye. */
  public boolean isRecoverable() {
    return this != CLIENT_DISCONNECT && this != SERVER_DISCONNECT && this != PARSE_ERROR;
  }

  static DisconnectReason of(CloseReason reason) {
    return switch (reason) {
      case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
      case TRANSPORT_ERROR -> TRANSPORT_ERROR;
      case PING_TIMEOUT -> PING_TIMEOUT;
      case PARSE_ERROR -> PARSE_ERROR;
      case TOO_SLOW -> TOO_SLOW;
      case OVERLOAD -> OVERLOAD;
      case SERVER_CLOSE -> SERVER_CLOSE;
      case SERVER_DRAIN -> SERVER_DRAIN;
    };
  }
}
