// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/**
 * What happens to one session. Calls come one at a time, in order, on event loops: they must not
 * block. A listener that cannot keep up calls {@link EngineSession#pauseReading}.
 */
public interface SessionListener {

  /** A text message came. */
  void text(String message);

  /** A binary message came. */
  void binary(byte[] message);

  /** The session ended; the last call, but for {@link #overloaded}. */
  void closed(CloseReason reason);

  /**
   * There is no room for what is kept for this client: what waits is to be thrown away. The session
   * ends now, if it has not ended before.
   */
  default void overloaded() {}

  /**
   * A ping takes its place in the outgoing order. As in {@link Receiver#queueing}, this must not
   * block, lock or send.
   */
  default void pinging() {}

  /** The pong to the last ping came. */
  default void ponged() {}

  /** The session moved from polling to WebSocket. */
  default void upgraded() {}

  /**
   * The server drains, and this session's turn has come: it is to be closed for that reason as soon
   * as what is under way for its client is finished. Closes it at once unless overridden.
   */
  default void draining(EngineSession session) {
    session.close(CloseReason.SERVER_DRAIN);
  }

  /** The time set with {@link EngineSession#setDeadline} has come. */
  default void deadlineReached() {}
}
