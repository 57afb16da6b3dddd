// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import java.util.Locale;

/** The two ways of a session's packets (section "Transports"). */
public enum TransportName {
  POLLING,
  WEBSOCKET;

  /** The name in the query parameter {@code transport}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
