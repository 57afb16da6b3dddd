package homeroom.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the connections of one server share. Safe for many threads. */
final class ServerState {

  private final HttpLimits limits;
  private final Destinations destinations;
  private final ErrorPage errorPage;
  private final TrustedProxies proxies;
  private final Budget bodyBytes;
  private final Budget requests;
  private final Budget openConnections;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  ServerState(
      HttpLimits limits, Destinations destinations, ErrorPage errorPage, TrustedProxies proxies) {
    this.limits = limits;
    this.destinations = destinations;
    this.errorPage = errorPage;
    this.proxies = proxies;
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

  ErrorPage errorPage() {
    return errorPage;
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
  Set<Connection> connections() {
    return connections;
  }

  boolean isDraining() {
    return draining;
  }

  void startDraining() {
    draining = true;
  }
}
