package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers HTTP requests, on the event loop of each request's connection. */
final class PollAnswers {

  private static final String TEXT = "text/plain; charset=UTF-8";

  private final Cors cors;

  PollAnswers(Cors cors) {
    this.cors = cors;
  }

  /** Packets for a poll. */
  void payload(Exchange exchange, List<EngineFrame> frames) {
    respond(exchange, HttpResponseStatus.OK, TEXT, PollingPayload.encode(frames));
  }

  /** The open packet, to the request that asked for a session. */
  void open(Exchange exchange, String packet) {
    respond(exchange, HttpResponseStatus.OK, TEXT, ascii(packet));
  }

  /** Data was taken. */
  void ok(Exchange exchange) {
    respond(exchange, HttpResponseStatus.OK, TEXT, ascii("ok"));
  }

  void refuse(Exchange exchange, Refusal refusal) {
    refuse(exchange, refusal.status(), refusal.code(), refusal.message());
  }

  void refuse(Exchange exchange, HttpResponseStatus status, int code, String message) {
    String json = "{\"code\":" + code + ",\"message\":\"" + JsonText.escape(message) + "\"}";
    respond(
        exchange, status, "application/json", Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
  }

  /** Answers a browser's question before a cross-origin request. */
  void preflight(Exchange exchange) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    CorsHeaders.preflight(cors, exchange.request().headers(), response.headers());
    send(exchange, response);
  }

  private void respond(
      Exchange exchange, HttpResponseStatus status, String contentType, ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set("x-content-type-options", "nosniff");
    CorsHeaders.simple(cors, exchange.request().headers(), response.headers());
    if (exchange.request().headers().contains(HttpHeaderNames.UPGRADE)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    send(exchange, response);
  }

  private static void send(Exchange exchange, FullHttpResponse response) {
    var eventLoop = exchange.channel().eventLoop();
    if (eventLoop.inEventLoop()) {
      sendNow(exchange, response);
    } else {
      eventLoop.execute(() -> sendNow(exchange, response));
    }
  }

  private static void sendNow(Exchange exchange, FullHttpResponse response) {
    if (exchange.isAnswered() || !exchange.channel().isActive()) {
      response.release();
    } else {
      exchange.respond(response);
    }
  }

  private static ByteBuf ascii(String text) {
    return ByteBufUtil.writeAscii(Unpooled.buffer().alloc(), text);
  }
}
