// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.load;

import homeroom.bench.client.ClientLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** WebSocket clients by the thousand, all on one event loop. Linux only. */
public final class LoadGenerator implements AutoCloseable {

  /** Handshakes under way at once. */
  private static final int JOINING = 64;

  private static final int JOIN_SECONDS = 30;
  private static final int RECEIVE_BYTES = 4_096;

  private final ClientLoop loop = new ClientLoop("load", RECEIVE_BYTES);

  /**
   * Has {@code size} clients join the room of a server, and waits until they are in.
   *
   * @param port of the server, on the loopback interface
   * @throws IllegalStateException if one of them cannot join
   */
  public RoomLoad join(int port, String name, int size) throws InterruptedException {
    return join(List.of(port), name, size);
  }

  /**
   * The same with clients that are spread evenly over the nodes of a server: the first is at the
   * first node, the next at the second.
   *
   * @param ports of the nodes
   */
  public RoomLoad join(List<Integer> ports, String name, int size) throws InterruptedException {
    var joining = new Semaphore(JOINING);
    var room = new RoomLoad(name, loop.loop(), size, ports.size(), joining);
    for (int i = 0; i < size; i++) {
      if (!joining.tryAcquire(JOIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("room " + name + " cannot be joined");
      }
      RoomClient member = room.member(i);
      var node = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(member.node()));
      loop.connect(node, i, member.socket());
    }
    room.awaitJoined();
    return room;
  }

  @Override
  public void close() {
    loop.close();
  }
}
