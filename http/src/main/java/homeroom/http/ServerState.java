// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
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
  private final MemoryBudget memory;
  private final RequestSlots requests;
  private final Set<String> withoutToken;
  private final Budget openConnections;
  private final Crowd<HttpConnection> speakingHttp =
      new Crowd<>(Integer.MAX_VALUE, HttpConnection::givesWay);
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
      TimeSource time,
      MemoryBudget memory,
      Set<String> withoutToken) {
    this.limits = limits;
    this.destinations = destinations;
    this.errorPage = errorPage;
    this.proxies = proxies;
    this.cors = cors;
    this.basePath = basePath;
    this.time = time;
    this.date = new HttpDate(time);
    this.faults = new FaultLog(time);
    this.memory = memory;
    this.withoutToken = Set.copyOf(withoutToken);
    this.requests = new RequestSlots(limits.maxConcurrentRequests());
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

  /** Bytes kept until something is finished. */
  MemoryBudget memory() {
    return memory;
  }

  /** What a request counts as among those under way. */
  RequestSlots.Slot slot(ServerExchange exchange) {
    String path = exchange.incoming().target().path();
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    String token =
        withoutToken.contains(path.substring(0, end))
            ? null
            : exchange.request().headers().get(HttpHeaderNames.AUTHORIZATION);
    return new RequestSlots.Slot(Network.of(exchange.remoteAddress()), token);
  }

  /** Requests in the hands of the application. */
  RequestSlots requests() {
    return requests;
  }

  /** Open connections, upgraded ones included. */
  Budget openConnections() {
    return openConnections;
  }

  /**
   * Takes a place for a new connection. Beyond the limit the oldest that speaks HTTP has to go, of
   * the network that has most of them; one that is being answered stays, for which there is half as
   * much room again.
   */
  boolean admitConnection() {
    if (openConnections.take(1)) {
      return true;
    }
    int most = limits.maxConnections();
    return openConnections.takeWithin(most + most / 2, 1) && giveWayOrGive();
  }

  private boolean giveWayOrGive() {
    boolean madeRoom = speakingHttp.makeRoom();
    if (!madeRoom) {
      openConnections.give(1);
    }
    return madeRoom;
  }

  /** Those that still speak HTTP, by network. */
  Crowd<HttpConnection> speakingHttp() {
    return speakingHttp;
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
