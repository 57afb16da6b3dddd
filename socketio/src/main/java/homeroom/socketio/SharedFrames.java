// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import java.util.Collection;
import java.util.List;

/**
 * Events of one namespace that are encoded once and sent to any choice of its sockets, with two
 * ways to learn what arrived that keep nothing per client. For applications that count what a
 * delivery costs; all others have {@link Namespace#emit} and {@link Socket#emit}. Frames are not
 * kept for recovery. Safe for any thread.
 */
public interface SharedFrames {

  /** Encodes an event once. */
  Frame encode(String event, Object... args);

  /** The same for an event on its way through an {@link Adapter}. */
  Frame encode(OutgoingEvent event);

  /**
   * Encodes an event that asks for an ack under an id shared by all receivers; their answers go to
   * the {@link AckListener}. Nothing is kept per socket or frame, so a client that never answers
   * costs nothing.
   *
   * @param ackId from {@link Frame#FIRST_SHARED_ACK_ID} to {@link Frame#LAST_SHARED_ACK_ID}; the
   *     caller wraps around
   */
  Frame encodeWithSharedAck(String event, long ackId, Object... args);

  /** Sends one encoded event to one socket. */
  void send(Frame frame, Socket socket);

  /**
   * Sends one encoded event to these sockets: shared bytes, one task per event loop, one flush per
   * socket and loop turn. Does not wait for the network. Sockets that left are skipped.
   */
  void send(Frame frame, Collection<? extends Socket> sockets);

  /**
   * Sends several events, each to its own sockets, in this order: one task per event loop for all
   * of them, and one write for all that a socket gets of them. As {@link #send(Frame, Collection)}
   * otherwise.
   */
  void send(List<Mailing> mailings);

  /** An event and the sockets that are to get it. */
  record Mailing(Frame frame, Collection<? extends Socket> sockets) {}

  /** Sets who hears acks of shared ids, see {@link #encodeWithSharedAck}. */
  SharedFrames onAck(AckListener listener);

  /** Sets who hears confirmations of marked frames, see {@link Frame#withMarker}. */
  SharedFrames onConfirmed(ConfirmationListener listener);
}
