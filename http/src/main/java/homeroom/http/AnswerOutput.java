// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;

/**
 * Answers on their way to one client: in order, counted until they have left, and given up, with
 * the connection, when they take too long. Runs on the connection's event loop.
 */
final class AnswerOutput {

  /** A year, in seconds: how long browsers come back by TLS alone (RFC 6797). */
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  /**
   * What is kept of an answer that comes in pieces, apart from those: what it is made of, in bytes;
   * so much as the largest page of messages may be.
   */
  private static final int UNMADE_BYTES = 8_388_608;

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
    prepare(response);
    return send(response, response.content().readableBytes(), left);
  }

  /** Begins an answer that comes in pieces, and is on its way until its end. */
  void begin(io.netty.handler.codec.http.HttpResponse head, Runnable left) {
    prepare(head);
    onTheirWay++;
    memory.unread(UNMADE_BYTES);
    var _ = send(head, 0, left);
  }

  /** The next piece of what was begun, of which it takes ownership. */
  void piece(HttpContent piece, Runnable left) {
    var _ = send(piece, piece.content().readableBytes(), left);
  }

  /** The end of what was begun. */
  ChannelFuture finish(Runnable left) {
    onTheirWay--;
    memory.unread(-UNMADE_BYTES);
    return send(LastHttpContent.EMPTY_LAST_CONTENT, 0, left);
  }

  private void prepare(io.netty.handler.codec.http.HttpResponse head) {
    if (channel.pipeline().get(SslHandler.class) != null) {
      head.headers().set("strict-transport-security", STRICT_TRANSPORT);
    }
    deadline.set(server.limits().answerTimeout());
  }

  private ChannelFuture send(HttpObject part, int bytes, Runnable left) {
    onTheirWay++;
    memory.unread(bytes);
    ChannelFuture written = channel.writeAndFlush(part);
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
