// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;

/** Turns answers into what goes on the wire: framing and the headers every answer has. */
final class NettyResponses {

  private static final String NO_SNIFFING = "x-content-type-options";

  private NettyResponses() {}

  /** Netty's form of an application's answer; refuses header values that would break the frame. */
  static FullHttpResponse of(HttpResponse answer) {
    return of(answer, Headers.NONE);
  }

  /** The same with {@code more} headers, which replace the answer's own. */
  static FullHttpResponse of(HttpResponse answer, Headers more) {
    if (answer.status() < 200 || answer.status() > 599) {
      throw new IllegalArgumentException("an answer has a status of 200 to 599");
    }
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.wrappedBuffer(answer.body()));
    answer.headers().fields().forEach((name, values) -> response.headers().add(name, values));
    more.fields().forEach((name, values) -> response.headers().set(name, values));
    response.headers().remove(HttpHeaderNames.TRANSFER_ENCODING);
    return response;
  }

  /** The beginning of an answer whose length nobody knows yet. */
  static io.netty.handler.codec.http.HttpResponse head(HttpResponse answer) {
    var response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    answer.headers().fields().forEach((name, values) -> response.headers().add(name, values));
    return response;
  }

  /** The same as {@link #complete} of an answer that comes in pieces. */
  static void completeHead(
      io.netty.handler.codec.http.HttpResponse head,
      FullHttpRequest request,
      String date,
      String requestId,
      boolean keepAlive) {
    if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && !HttpMethod.HEAD.equals(request.method())) {
      HttpUtil.setTransferEncodingChunked(head, true);
    }
    setDefaults(head.headers(), date, requestId);
    setConnection(head.headers(), request.protocolVersion(), keepAlive);
  }

  /** Adds to {@code response} what its {@code request} and connection ask for. */
  static void complete(
      FullHttpResponse response,
      FullHttpRequest request,
      String date,
      String requestId,
      boolean keepAlive) {
    frame(response, HttpMethod.HEAD.equals(request.method()));
    setDefaults(response.headers(), date, requestId);
    setConnection(response.headers(), request.protocolVersion(), keepAlive);
  }

  /** The same for the last answer on a connection whose request could not be read. */
  static void completeRefusal(
      FullHttpResponse response, String date, String requestId, boolean headOnly) {
    frame(response, headOnly);
    setDefaults(response.headers(), date, requestId);
    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }

  private static void setConnection(
      HttpHeaders headers, HttpVersion requestVersion, boolean keepAlive) {
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (requestVersion.equals(HttpVersion.HTTP_1_0)) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    } else {
      headers.remove(HttpHeaderNames.CONNECTION);
    }
  }

  private static void frame(FullHttpResponse response, boolean headOnly) {
    int status = response.status().code();
    if (status == 204 || status == 304) {
      response.content().clear();
      response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
      return;
    }
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(response.content().readableBytes()));
    if (headOnly) {
      response.content().clear();
    }
  }

  private static void setDefaults(HttpHeaders headers, String date, String requestId) {
    headers.set(RequestIds.HEADER, requestId);
    headers.set(HttpHeaderNames.DATE, date);
    if (!headers.contains(NO_SNIFFING)) {
      headers.set(NO_SNIFFING, "nosniff");
    }
    if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
      headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    }
  }
}
