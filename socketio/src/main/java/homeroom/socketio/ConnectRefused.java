// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import org.jspecify.annotations.Nullable;

/** Refuses a connection to a namespace; the client gets CONNECT_ERROR {@code {message, data}}. */
public final class ConnectRefused extends Exception {

  private final transient @Nullable Object data;
  private final boolean forNow;

  public ConnectRefused(String message) {
    this(message, null);
  }

  /**
   * A refusal with details.
   *
   * @param data anything JSON can express, without binary
   */
  public ConnectRefused(String message, @Nullable Object data) {
    this(message, data, false);
  }

  private ConnectRefused(String message, @Nullable Object data, boolean forNow) {
    super(message, null, false, false);
    this.data = data;
    this.forNow = forNow;
  }

  /**
   * A refusal that does not last: instead of CONNECT_ERROR, which official clients do not come back
   * from, the transport is closed, so that they try again by themselves.
   *
   * @param message for the log at debug level
   */
  public static ConnectRefused comeAgain(String message, @Nullable Object data) {
    return new ConnectRefused(message, data, true);
  }

  /** Whether the client is to try again. */
  public boolean isForNow() {
    return forNow;
  }

  /** The message as the client sees it. */
  public String message() {
    return String.valueOf(getMessage());
  }

  public @Nullable Object data() {
    return data;
  }
}
