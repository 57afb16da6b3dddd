package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into a WebSocket (RFC 6455, 4.2). What stays in the pipeline is Netty's frame
 * decoder and the {@link WebSocketLink}; extensions are not negotiated.
 */
final class WebSocketOpening {

  private static final String VERSION = "13";

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

  /** The open link, or null if the request is not a proper WebSocket handshake. */
  @Nullable WebSocketLink open(Exchange exchange, EngineLoop loop, WebSocketClient client) {
    FullHttpRequest request = exchange.request();
    if (!isProper(request)) {
      return null;
    }
    FullHttpRequest copy = request.copy();
    try {
      Channel channel = exchange.upgrade();
      channel.config().setWriteBufferWaterMark(waterMark);
      WebSocketLink link = new WebSocketLink(channel, loop, limits, client);
      var _ = new WebSocketServerHandshaker13("", null, decoding).handshake(channel, copy);
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.remove(WebSocket13FrameEncoder.class);
      pipeline.addLast(link);
      return link;
    } finally {
      copy.release();
    }
  }

  private static boolean isProper(FullHttpRequest request) {
    return request.method().equals(HttpMethod.GET)
        && VERSION.equals(request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))
        && request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)
        && request.headers().containsValue(HttpHeaderNames.CONNECTION, "upgrade", true);
  }
}
