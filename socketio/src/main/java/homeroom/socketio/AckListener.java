// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

/**
 * Hears the acks of frames sent with a shared ack id ({@link SharedFrames#encodeWithSharedAck}).
 *
 * <p>Called on the connection's event loop: it must return within microseconds and never block.
 */
@FunctionalInterface
public interface AckListener {

  /**
   * The client answered. Called for every such answer, be it late, repeated, or for a frame this
   * socket was never sent: the listener keeps its own account.
   *
   * @param ackId from {@link Frame#FIRST_SHARED_ACK_ID} to {@link Frame#LAST_SHARED_ACK_ID}
   */
  void acked(Socket socket, long ackId);
}
