// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** The one event loop of a load's clients. Linux only. */
public final class ClientLoop implements AutoCloseable {

  /** Below the usual range of ephemeral ports: further connections come from another address. */
  private static final int CONNECTIONS_PER_ADDRESS = 20_000;

  private final int receiveBytes;
  private final EventLoopGroup loops;
  private final EventLoop loop;

  /**
   * @param thread what its thread is called
   * @param receiveBytes taken from a socket at once
   */
  public ClientLoop(String thread, int receiveBytes) {
    this.receiveBytes = receiveBytes;
    this.loops =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory(thread, true), EpollIoHandler.newFactory());
    this.loop = loops.next();
  }

  public EventLoop loop() {
    return loop;
  }

  /**
   * Begins to connect a client, which hears how it ends.
   *
   * @param server an address on the loopback interface
   * @param index how many were connected to it before
   */
  public void connect(InetSocketAddress server, int index, SocketIoClient client) {
    var from = new InetSocketAddress("127.0.0." + (1 + index / CONNECTIONS_PER_ADDRESS), 0);
    new Bootstrap()
        .group(loop)
        .channel(EpollSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(receiveBytes))
        .option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(client);
              }
            })
        .connect(server, from)
        .addListener(done -> {
          if (!done.isSuccess()) {
            client.notConnected(done.cause());
          }
        });
  }

  /** Ends the loop, and whatever is still connected. */
  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
