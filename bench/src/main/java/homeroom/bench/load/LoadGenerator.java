package homeroom.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** WebSocket clients by the thousand, all on one event loop. Linux only. */
public final class LoadGenerator implements AutoCloseable {

  /** Below the usual range of ephemeral ports: further connections come from another address. */
  private static final int CONNECTIONS_PER_ADDRESS = 20_000;

  /** Handshakes under way at once. */
  private static final int JOINING = 64;

  private static final int JOIN_SECONDS = 30;
  private static final int RECEIVE_BYTES = 4_096;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("load", true), EpollIoHandler.newFactory());

  /**
   * Has {@code size} clients join the room of a server, and waits until they are in.
   *
   * @param port of the server, on the loopback interface
   * @throws IllegalStateException if one of them cannot join
   */
  public Room join(int port, String name, int size) throws InterruptedException {
    var joining = new Semaphore(JOINING);
    var room = new Room(name, loops.next(), size, joining);
    for (int i = 0; i < size; i++) {
      if (!joining.tryAcquire(JOIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("room " + name + " cannot be joined");
      }
      connect(port, room, i);
    }
    room.awaitJoined();
    return room;
  }

  private void connect(int port, Room room, int index) {
    var address = new InetSocketAddress("127.0.0." + (1 + index / CONNECTIONS_PER_ADDRESS), 0);
    new Bootstrap()
        .group(loops)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(RECEIVE_BYTES))
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(room.member(index));
              }
            })
        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), address)
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            room.fail("a client cannot connect: " + connected.cause());
          }
        });
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
