// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import org.jspecify.annotations.Nullable;

/** Refuses a connection to a namespace; the client gets CONNECT_ERROR {@code {message, data}}. */
public final class ConnectRefused extends Exception {

  private final transient @Nullable Object data;

  public ConnectRefused(String message) {
    this(message, null);
  }

  /**
   * A refusal with details.
   *
   * @param data anything JSON can express, without binary
   */
  public ConnectRefused(String message, @Nullable Object data) {
    super(message, null, false, false);
    this.data = data;
  }

  /** The message as the client sees it. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable Object data() {
    return data;
  }
}
