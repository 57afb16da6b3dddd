// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

/** Takes new sessions. Runs on an event loop and must not block. */
@FunctionalInterface
public interface SessionAcceptor {

  /** Says who listens to a session that has just been opened; it may be sent to already. */
  SessionListener opened(EngineSession session, HandshakeRequest request);
}
