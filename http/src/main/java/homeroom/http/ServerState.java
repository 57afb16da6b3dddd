// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.FullHttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one server share. Safe for many threads. */
final class ServerState {

  private static final Logger log = LoggerFactory.getLogger(ServerState.class);

  private final HttpLimits limits;
  private final Destinations destinations;
  private final ErrorPage errorPage;
  private final TrustedProxies proxies;
  private final Cors cors;
  private final String basePath;
  private final TimeSource time;
  private final HttpDate date;
  private final FaultLog faults;
  private final Budget bodyBytes;
  private final Budget requests;
  private final Budget openConnections;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean draining;

  ServerState(
      HttpLimits limits,
      Destinations destinations,
      ErrorPage errorPage,
      TrustedProxies proxies,
      Cors cors,
      String basePath,
      TimeSource time) {
    this.limits = limits;
    this.destinations = destinations;
    this.errorPage = errorPage;
    this.proxies = proxies;
    this.cors = cors;
    this.basePath = basePath;
    this.time = time;
    this.date = new HttpDate(time);
    this.faults = new FaultLog(time);
    this.bodyBytes = new Budget(limits.maxBufferedBodyBytes());
    this.requests = new Budget(limits.maxConcurrentRequests());
    this.openConnections = new Budget(limits.maxConnections());
  }

  HttpLimits limits() {
    return limits;
  }

  Destinations destinations() {
    return destinations;
  }

  /** What the paths of requests may begin with, without a slash at its end; "" for nothing. */
  String basePath() {
    return basePath;
  }

  /** The answer for a refused request, in the application's form if that does not fail too. */
  FullHttpResponse refusal(int status, String message) {
    return refusal(status, message, Headers.NONE);
  }

  /** The same with some headers more. */
  FullHttpResponse refusal(int status, String message, Headers more) {
    HttpResponse plain = ErrorPage.PLAIN_TEXT.answer(status, message);
    try {
      return NettyResponses.of(errorPage.answer(status, message), more);
    } catch (RuntimeException fault) {
      faults.report(log, "the error page for status " + status, fault);
      return NettyResponses.of(plain, more);
    }
  }

  /** What a page of {@code origin} must see on a refusal, so that its browser shows it to it. */
  Headers corsHeaders(@Nullable String origin) {
    return cors.headers(Optional.ofNullable(origin));
  }

  FaultLog faults() {
    return faults;
  }

  TimeSource time() {
    return time;
  }

  /** The value of the {@code Date} header now. */
  String date() {
    return date.now();
  }

  TrustedProxies proxies() {
    return proxies;
  }

  /** Bytes of request bodies in memory. */
  Budget bodyBytes() {
    return bodyBytes;
  }

  /** Requests in the hands of the application. */
  Budget requests() {
    return requests;
  }

  /** Open connections, upgraded ones included. */
  Budget openConnections() {
    return openConnections;
  }

  /** The connections that still speak HTTP. */
  Set<HttpConnection> connections() {
    return connections;
  }

  /** No longer speaks HTTP, or not at all. */
  void forget(HttpConnection connection) {
    connections.remove(connection);
    if (draining && connections.isEmpty()) {
      drained.countDown();
    }
  }

  /** Waits until no connection speaks HTTP, once draining. */
  boolean awaitDrained(Duration grace) throws InterruptedException {
    return connections.isEmpty() || drained.await(grace.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isDraining() {
    return draining;
  }

  void startDraining() {
    draining = true;
  }
}
