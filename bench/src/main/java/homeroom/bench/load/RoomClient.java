// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.load;

import homeroom.bench.client.SocketIoClient;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One client in one room. Everything runs on the generator's event loop. */
final class RoomClient implements SocketIoClient.Listener {

  private final RoomLoad room;
  private final int node;
  private final SocketIoClient socket;

  /** The stamp of the last message seen in each slot; made with the first. */
  private long @Nullable [] seen;

  /**
   * Not connected yet.
   *
   * @param node which of the server's it is to be at, from 0
   */
  RoomClient(RoomLoad room, int node) {
    this.room = room;
    this.node = node;
    this.socket = new SocketIoClient("a client", "&room=" + room.name(), "", this);
  }

  int node() {
    return node;
  }

  SocketIoClient socket() {
    return socket;
  }

  /** Notes the message; false if it was seen before. */
  boolean seesFirst(int slot, long stamp) {
    if (seen == null) {
      seen = new long[Saying.SLOTS];
    }
    boolean first = seen[slot] != stamp;
    seen[slot] = stamp;
    return first;
  }

  void say(int slot, long stamp) {
    Saying.write(socket.out(), slot, stamp);
    socket.flush();
  }

  @Override
  public void packet(ByteBuf in, int at, int length) {
    if (length == Saying.PACKET_BYTES && in.getLong(at) == Saying.DELIVERY_NAME) {
      int slot = Saying.slot(in.getByte(at + Saying.SLOT_AT));
      room.delivered(this, slot, in.getLong(at + Saying.STAMP_AT));
    } else {
      other(SocketIoClient.string(in, at, length));
    }
  }

  private void other(String packet) {
    if (packet.equals("42[\"ready\"]")) {
      room.joined();
    } else {
      room.fail("a client was sent: " + packet);
    }
  }

  @Override
  public void failed(String why) {
    room.fail(why);
  }
}
