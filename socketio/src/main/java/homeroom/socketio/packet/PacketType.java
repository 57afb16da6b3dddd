// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.packet;

import org.jspecify.annotations.Nullable;

/** The packet types of Socket.IO 5 (section "Exchange protocol"). */
public enum PacketType {
  CONNECT('0'),
  DISCONNECT('1'),
  EVENT('2'),
  ACK('3'),
  CONNECT_ERROR('4'),
  BINARY_EVENT('5'),
  BINARY_ACK('6');

  private static final PacketType[] TYPES = values();

  private final char id;

  PacketType(char id) {
    this.id = id;
  }

  char id() {
    return id;
  }

  /** Whether binary attachments follow. */
  public boolean isBinary() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  static @Nullable PacketType of(char id) {
    int index = id - '0';
    return index >= 0 && index < TYPES.length ? TYPES[index] : null;
  }
}
