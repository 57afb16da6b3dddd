// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import homeroom.http.Exchange;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request with its query taken apart (section "Query parameters").
 *
 * @param transport null if the parameter names none
 * @param sid null if there is none, or an empty one
 */
record EngineRequest(
    Exchange exchange,
    Map<String, String> query,
    @Nullable TransportName transport,
    @Nullable String sid,
    boolean isUpgrade) {

  private static final String VERSION = "4";

  static EngineRequest of(Exchange exchange) {
    FullHttpRequest request = exchange.request();
    Map<String, String> query = query(request.uri());
    String sid = query.get("sid");
    return new EngineRequest(
        exchange,
        query,
        transport(query.get("transport")),
        sid == null || sid.isEmpty() ? null : sid,
        request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true));
  }

  /** The first value of each parameter; nothing if the query cannot be read. */
  private static Map<String, String> query(String uri) {
    Map<String, String> first = new HashMap<>();
    try {
      new QueryStringDecoder(uri)
          .parameters()
          .forEach((name, values) -> first.put(name, values.getFirst()));
      return first;
    } catch (IllegalArgumentException badEscape) {
      return Map.of();
    }
  }

  private static @Nullable TransportName transport(@Nullable String name) {
    for (TransportName transport : TransportName.values()) {
      if (transport.wireName().equals(name)) {
        return transport;
      }
    }
    return null;
  }

  /** The session that the address of a request names; null if none. */
  static @Nullable String sid(String uri) {
    return query(uri).get("sid");
  }

  HttpMethod method() {
    return exchange.request().method();
  }

  /** What is wrong with the request itself, in the reference server's order; null if nothing. */
  @Nullable RequestError check() {
    if (transport == null) {
      return RequestError.UNKNOWN_TRANSPORT;
    }
    if (!VERSION.equals(query.get("EIO"))) {
      return RequestError.UNSUPPORTED_VERSION;
    }
    if (isUpgrade && transport == TransportName.POLLING) {
      return RequestError.BAD_REQUEST;
    }
    if (sid == null) {
      if (!method().equals(HttpMethod.GET)) {
        return RequestError.BAD_HANDSHAKE_METHOD;
      }
      if (transport == TransportName.WEBSOCKET && !isUpgrade) {
        return RequestError.BAD_REQUEST;
      }
    }
    return null;
  }

  HandshakeRequest handshake() {
    Map<String, String> headers = new HashMap<>();
    exchange
        .request()
        .headers()
        .forEach(entry -> headers.putIfAbsent(lower(entry.getKey()), entry.getValue()));
    return new HandshakeRequest(
        headers,
        query,
        exchange.remoteAddress(),
        transport == null ? TransportName.POLLING : transport,
        exchange.channel().pipeline().get(SslHandler.class) != null);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
