// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.api.rest.RestTransport;
import homeroom.http.HttpHandler;
import homeroom.http.HttpLimits;
import homeroom.http.HttpRequest;
import homeroom.http.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics are read: on the main port by who has the token, or by everybody, and on a port of
 * their own by programs on this machine.
 */
final class MetricsAccess implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Set<String> LOOPBACK_NAMES = Set.of(LOOPBACK, "localhost", "[::1]");
  private static final String BEARER = "bearer ";

  private final Metrics metrics;
  private final byte[] token;
  private final boolean open;
  private final int ownPort;
  private @Nullable HttpServer own;

  /**
   * @param token what opens the main port
   * @param open whether everybody may read them there
   * @param ownPort 0 for none
   */
  MetricsAccess(Metrics metrics, String token, boolean open, int ownPort) {
    this.metrics = metrics;
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.open = open;
    this.ownPort = ownPort;
  }

  HttpHandler onMainPort() {
    return new MetricsRoute(metrics, request -> open || hasToken(request));
  }

  /** Listens on the port of their own, if there is one. */
  void start() throws IOException {
    if (ownPort == 0) {
      return;
    }
    try {
      own =
          HttpServer.builder()
              .host(LOOPBACK)
              .port(ownPort)
              .limits(HttpLimits.builder().eventLoopThreads(1).build())
              .handler(new MetricsRoute(metrics, MetricsAccess::namesThisMachine))
              .errorPage(RestTransport::errorPage)
              .start();
    } catch (IOException e) {
      throw new IOException("Homeroom " + e.getMessage() + ": choose another --metrics-port.", e);
    }
  }

  boolean isListening() {
    return own != null;
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }

  /** Takes as long for every token. */
  private boolean hasToken(HttpRequest request) {
    String header = request.header("authorization").orElse("");
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && MessageDigest.isEqual(
            token, header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
  }

  /** A page in a browser here that had its own name point to this machine names that one. */
  private static boolean namesThisMachine(HttpRequest request) {
    String host = request.header("host").orElse(LOOPBACK).toLowerCase(Locale.ROOT);
    int port = host.lastIndexOf(':');
    boolean hasPort = port > host.lastIndexOf(']');
    return LOOPBACK_NAMES.contains(hasPort ? host.substring(0, port) : host);
  }
}
