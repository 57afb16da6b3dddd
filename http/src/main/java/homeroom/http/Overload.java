// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Tells a connection beyond the limit so, with 503, and closes it. Whatever it sends is thrown
 * away; being told counts among the requests under way. Runs on the connection's event loop.
 */
final class Overload extends ChannelInboundHandlerAdapter {

  private final ServerState server;

  private Overload(ServerState server) {
    this.server = server;
  }

  static void refuse(ServerState server, Channel channel) {
    var slot = new RequestSlots.Slot(Network.of((InetSocketAddress) channel.remoteAddress()), null);
    if (!server.requests().enter(slot, 0)) {
      var _ = channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> server.requests().leave(slot));
    channel.pipeline().addLast(new HttpResponseEncoder()).addLast(new Overload(server));
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    Channel channel = context.channel();
    FullHttpResponse answer =
        server.refusal(
            503,
            "The server has as many connections as it can take; try again.",
            Headers.of("retry-after", "1"));
    NettyResponses.completeRefusal(answer, server.date(), RequestIds.fresh(), false);
    channel.writeAndFlush(answer).addListener(written -> end(channel));
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }

  /** Closing with unread input could destroy the answer on its way. */
  private void end(Channel channel) {
    if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
    var _ =
        server
            .time()
            .schedule(
                channel.eventLoop(),
                () -> {
                  var _ = channel.close();
                },
                server.limits().lingerTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
  }
}
