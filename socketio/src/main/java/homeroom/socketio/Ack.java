// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/** The answer to one event of a client (section "Acknowledgement"). Safe for any thread. */
public interface Ack {

  /** Whether the client asked for an answer; if not, {@link #send} does nothing. */
  boolean isRequested();

  /**
   * Answers. Only the first call counts; a call after the socket closed does nothing.
   *
   * @param args what JSON can express, and {@code byte[]} anywhere in it as binary attachments
   */
  void send(Object... args);

  /** How many bytes the answer has on a WebSocket; 0 until there is one. */
  default int size() {
    return 0;
  }

  /**
   * Answers with a marker, as {@link Frame#withMarker} has it: {@link ConfirmationListener} reports
   * it once the client has proved to have received the answer.
   *
   * @param order held while the marker is asked for and the answer takes its place among what is
   *     sent, and not while it is encoded
   * @param marker asked for once, or not at all if the answer does nothing
   */
  void sendMarked(Lock order, LongSupplier marker, Object... args);
}
