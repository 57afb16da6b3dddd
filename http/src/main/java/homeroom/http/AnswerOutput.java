// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.ssl.SslHandler;

/**
 * Answers on their way to one client: in order, counted until they have left, and given up, with
 * the connection, when they take too long. Runs on the connection's event loop.
 */
final class AnswerOutput {

  /** A year, in seconds: how long browsers come back by TLS alone (RFC 6797). */
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  private final ServerState server;
  private final Channel channel;
  private final ConnectionMemory memory;
  private final ConnectionDeadline deadline;
  private int onTheirWay;

  AnswerOutput(ServerState server, Channel channel, ConnectionMemory memory) {
    this.server = server;
    this.channel = channel;
    this.memory = memory;
    this.deadline = new ConnectionDeadline(channel.eventLoop(), server.time(), this::close);
  }

  /** Whether all answers have left. */
  boolean isIdle() {
    return onTheirWay == 0;
  }

  /**
   * Writes an answer, of which it takes ownership.
   *
   * @param left called when it has left, or never will
   */
  ChannelFuture write(FullHttpResponse response, Runnable left) {
    if (channel.pipeline().get(SslHandler.class) != null) {
      response.headers().set("strict-transport-security", STRICT_TRANSPORT);
    }
    deadline.set(server.limits().answerTimeout());
    onTheirWay++;
    int bytes = response.content().readableBytes();
    memory.unread(bytes);
    ChannelFuture written = channel.writeAndFlush(response);
    written.addListener(done -> {
      onTheirWay--;
      memory.unread(-bytes);
      if (onTheirWay == 0) {
        deadline.clear();
      }
      left.run();
    });
    return written;
  }

  /**
   * Closes. If more input {@code mayCome}, ends only our side at first and throws away what comes:
   * closing with unread input resets the connection and could destroy the answer on its way.
   */
  void end(boolean mayCome) {
    if (!mayCome || !channel.isActive()) {
      close();
      return;
    }
    deadline.set(server.limits().lingerTimeout());
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls != null) {
      var _ = tls.closeOutbound();
    } else if (channel instanceof DuplexChannel duplex) {
      var _ = duplex.shutdownOutput();
    }
    channel.config().setAutoRead(true);
  }

  /** Nothing is timed any more. */
  void cancel() {
    deadline.cancel();
  }

  private void close() {
    var _ = channel.close();
  }
}
