// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

/** A client sent what the protocol does not allow; its connection has to be closed. */
public final class InvalidPacket extends Exception {

  public InvalidPacket(String message) {
    super(message, null, false, false);
  }
}
