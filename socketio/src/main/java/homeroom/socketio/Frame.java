// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import homeroom.socketio.engine.EngineFrame;
import homeroom.socketio.packet.EncodedPacket;

/**
 * An event of one namespace, encoded once for any number of receivers. Immutable, nothing to
 * release; made by {@link SharedFrames#encode}.
 */
public final class Frame {

  /** The first id that an application may choose for shared acks. */
  public static final long FIRST_SHARED_ACK_ID = 1L << 30;

  /** The last one: ids have to fit 32 bits, since several official clients read them as such. */
  public static final long LAST_SHARED_ACK_ID = Integer.MAX_VALUE;

  private final LocalNamespace namespace;
  private final EngineFrame engineFrame;

  Frame(LocalNamespace namespace, EncodedPacket packet) {
    this(namespace, EngineFrame.text(packet.text(), packet.attachments()));
  }

  private Frame(LocalNamespace namespace, EngineFrame engineFrame) {
    this.namespace = namespace;
    this.engineFrame = engineFrame;
  }

  /**
   * The same event with a number that {@link ConfirmationListener} reports once the client has
   * proved to have received it. Costs one number per socket.
   *
   * <p>The listener hears the marker last queued, so markers of frames to one socket have to grow
   * in the order of sending; threads that send to the same socket take the number and send under
   * one lock.
   */
  public Frame withMarker(long marker) {
    return new Frame(namespace, engineFrame.withMarker(marker));
  }

  /** Bytes on a WebSocket. */
  public int size() {
    return engineFrame.size();
  }

  EngineFrame engineFrame() {
    return engineFrame;
  }

  /** Frames reach sockets of their own namespace only. */
  void requireFrom(Namespace other) {
    if (other != namespace) {
      throw new IllegalArgumentException("a frame of another namespace");
    }
  }
}
