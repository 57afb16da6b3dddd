// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

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
}
