// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import io.netty.handler.codec.http.HttpResponseStatus;

/** How requests that the protocol does not allow are answered: codes of the reference server. */
enum RequestError {
  UNKNOWN_TRANSPORT(0, "Transport unknown"),
  UNKNOWN_SID(1, "Session ID unknown"),
  BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
  BAD_REQUEST(3, "Bad request"),
  UNSUPPORTED_VERSION(5, "Unsupported protocol version");

  /** The code of a handshake that the application refused. */
  static final int FORBIDDEN_CODE = 4;

  private final int code;
  private final String message;

  RequestError(int code, String message) {
    this.code = code;
    this.message = message;
  }

  HttpResponseStatus status() {
    return HttpResponseStatus.BAD_REQUEST;
  }

  int code() {
    return code;
  }

  String message() {
    return message;
  }
}
