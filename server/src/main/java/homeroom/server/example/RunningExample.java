// SPDX-License-Identifier: Apache-2.0
package homeroom.server.example;

import homeroom.http.HttpServer;

/** An example server that listens, until it is closed. */
final class RunningExample implements AutoCloseable {

  private final HttpServer http;
  private final Runnable closeSessions;

  RunningExample(HttpServer http, Runnable closeSessions) {
    this.http = http;
    this.closeSessions = closeSessions;
  }

  /** The port listened on. */
  int port() {
    return http.port();
  }

  @Override
  public void close() {
    closeSessions.run();
    http.close();
  }
}
