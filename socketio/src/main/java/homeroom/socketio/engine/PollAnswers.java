// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Cors;
import homeroom.http.Exchange;
import homeroom.http.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

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

  void refuse(Exchange exchange, RequestError error) {
    refuse(exchange, error.status(), error.code(), error.message());
  }

  void refuse(Exchange exchange, HttpResponseStatus status, int code, String message) {
    String json = "{\"code\":" + code + ",\"message\":\"" + JsonText.escape(message) + "\"}";
    respond(
        exchange, status, "application/json", Unpooled.copiedBuffer(json, StandardCharsets.UTF_8));
  }

  /** Whether a browser asks here before a cross-origin request. */
  static boolean isPreflight(FullHttpRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaderNames.ORIGIN)
        && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  void preflight(Exchange exchange) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
    HttpHeaders asked = exchange.request().headers();
    add(
        cors.preflightHeaders(
            Optional.ofNullable(asked.get(HttpHeaderNames.ORIGIN)),
            Optional.ofNullable(asked.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS))),
        response);
    send(exchange, response);
  }

  private static void add(Headers headers, FullHttpResponse response) {
    headers.fields().forEach((name, values) -> response.headers().add(name, values));
  }

  private void respond(
      Exchange exchange, HttpResponseStatus status, String contentType, ByteBuf body) {
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set("x-content-type-options", "nosniff");
    HttpHeaders asked = exchange.request().headers();
    add(cors.headers(Optional.ofNullable(asked.get(HttpHeaderNames.ORIGIN))), response);
    if (asked.contains(HttpHeaderNames.UPGRADE)) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    send(exchange, response);
  }

  private static void send(Exchange exchange, FullHttpResponse response) {
    var eventLoop = exchange.channel().eventLoop();
    if (eventLoop.inEventLoop()) {
      sendNow(exchange, response);
    } else {
      EngineLoop.execute(eventLoop, () -> sendNow(exchange, response));
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
