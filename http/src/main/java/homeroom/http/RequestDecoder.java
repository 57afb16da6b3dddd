// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's request decoder, stricter where two readings of the bytes would let one request hide in
 * another, and able to stop between two requests: while paused, bytes stay undecoded. Runs on the
 * connection's event loop.
 */
final class RequestDecoder extends HttpRequestDecoder {

  private final HttpConnection connection;
  private boolean withinRequest;
  private boolean headTaken;
  private int headBytes;

  RequestDecoder(HttpLimits limits, HttpConnection connection) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxInitialLineBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setStrictLineParsing(true)
            .setUseRfc9112TransferEncoding(true));
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (connection.takesNoMore()) {
      return;
    }
    int before = in.readerIndex();
    super.decode(context, in, out);
    count(in.readerIndex() - before, out);
    if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
      withinRequest = false;
    }
  }

  private void count(int read, List<Object> out) {
    if (read > 0 && !withinRequest) {
      withinRequest = true;
      headTaken = false;
      headBytes = 0;
    }
    if (!headTaken) {
      headBytes += read;
      headTaken = !out.isEmpty() && out.getFirst() instanceof HttpMessage;
    }
  }

  /** How long the head was that came last. */
  int headBytes() {
    return headBytes;
  }

  /** What is kept of a head that is not complete, and of bytes that wait to be decoded. */
  int unfinishedBytes() {
    int head = withinRequest && !headTaken ? headBytes : 0;
    return actualReadableBytes() == 0 ? head : head + internalBuffer().capacity();
  }

  /** Whether the client has begun a request and not finished it. */
  boolean isWithinRequest() {
    return withinRequest || actualReadableBytes() > 0;
  }

  /** Decodes what was left while paused. */
  void resume(ChannelHandlerContext context) throws Exception {
    channelRead(context, Unpooled.EMPTY_BUFFER);
    channelReadComplete(context);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Content-Length and Transfer-Encoding");
  }
}
