// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Speaks raw Engine.IO to a server on this machine: requests and WebSockets, nothing more. */
public final class Wire implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;
  private final String path;

  public Wire(int port, String path) {
    this.port = port;
    this.path = path;
  }

  public HttpClient http() {
    return http;
  }

  public URI uri(String query) {
    return URI.create("http://127.0.0.1:" + port + path + "?" + query);
  }

  public HttpResponse<String> get(String query) throws IOException, InterruptedException {
    return http.send(request("GET", query, "").build(), BodyHandlers.ofString());
  }

  public CompletableFuture<HttpResponse<String>> getLater(String query) {
    return http.sendAsync(request("GET", query, "").build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String query, String body)
      throws IOException, InterruptedException {
    return http.send(request("POST", query, body).build(), BodyHandlers.ofString());
  }

  public CompletableFuture<HttpResponse<String>> postLater(String query, String body) {
    return http.sendAsync(request("POST", query, body).build(), BodyHandlers.ofString());
  }

  public HttpRequest.Builder request(String method, String query, String body) {
    return HttpRequest.newBuilder(uri(query))
        .timeout(PATIENCE)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  /** Opens a polling session and returns its id. */
  public String openPolling() throws IOException, InterruptedException {
    String body = get("EIO=4&transport=polling").body();
    return sid(body);
  }

  /** The query of a polling request of a session. */
  public static String polling(String sid) {
    return "EIO=4&transport=polling&sid=" + sid;
  }

  /** The query of a WebSocket that wants to take over a session. */
  public static String webSocket(String sid) {
    return "EIO=4&transport=websocket&sid=" + sid;
  }

  /** The session id in an open packet. */
  public static String sid(String openPacket) {
    int start = openPacket.indexOf("\"sid\":\"") + 7;
    return openPacket.substring(start, openPacket.indexOf('"', start));
  }

  public WireSocket connect(String query) {
    URI uri = URI.create("ws://127.0.0.1:" + port + path + "?" + query);
    return WireSocket.open(http, uri);
  }

  /** Opens a session by WebSocket and takes the open packet. */
  public WireSocket openWebSocket() throws InterruptedException {
    WireSocket socket = connect("EIO=4&transport=websocket");
    socket.openPacket(socket.next());
    return socket;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
