// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Turns a request into a WebSocket (RFC 6455, 4.2). What stays in the pipeline is Netty's frame
 * decoder and the {@link WebSocketTransport}; extensions are not negotiated.
 */
final class WebSocketOpening {

  private static final String VERSION = "13";
  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final EngineLimits limits;
  private final WebSocketDecoderConfig decoding;
  private final WriteBufferWaterMark waterMark;

  WebSocketOpening(EngineLimits limits) {
    this.limits = limits;
    this.decoding =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(limits.maxPayloadBytes())
            .allowExtensions(false)
            .expectMaskedFrames(true)
            .closeOnProtocolViolation(false)
            .build();
    this.waterMark = new WriteBufferWaterMark(limits.outboxBytes() / 2, limits.outboxBytes());
  }

  /** The open WebSocket of a request that {@link #isProper is proper}. */
  WebSocketTransport open(
      Exchange exchange, EngineLoop loop, WebSocketListener listener, SessionMemory memory) {
    FullHttpRequest request = exchange.request();
    String accept = accept(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY));
    Channel channel = exchange.upgrade();
    channel.config().setWriteBufferWaterMark(waterMark);
    var _ = channel.writeAndFlush(switchingProtocols(accept), channel.voidPromise());
    // Now, not when the answer is written: with io_uring that is only after this turn of the loop.
    channel.pipeline().remove(HttpServerCodec.class);
    var frames = new WebSocketFrames(decoding);
    var webSocket = new WebSocketTransport(channel, loop, limits, frames, memory, listener);
    frames.shortTextsTo(webSocket::shortText);
    channel.pipeline().addLast(frames, webSocket);
    return webSocket;
  }

  private static FullHttpResponse switchingProtocols(String accept) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS, Unpooled.EMPTY_BUFFER);
    answer
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept);
    return answer;
  }

  /** RFC 6455, 4.2.2: proves that the key was read by a WebSocket server. */
  private static String accept(String key) {
    try {
      byte[] text = (key + ACCEPT_GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }

  /** Whether a request is a WebSocket handshake (RFC 6455, 4.2.1). */
  static boolean isProper(FullHttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
        && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
        && request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
  }
}
