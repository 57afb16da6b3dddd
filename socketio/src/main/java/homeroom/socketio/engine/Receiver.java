// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/** One who receives frames through a session; several may share a session. */
public interface Receiver {

  EngineSession session();

  /**
   * Asked directly before a frame takes its place in the session's outgoing order, where no other
   * frame or ping can come between. Must not block, lock or send.
   *
   * @return false to leave this receiver out
   */
  boolean queueing(EngineFrame frame);
}
