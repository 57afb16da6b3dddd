// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.HttpResponse;
import homeroom.http.HttpServer;
import homeroom.socketio.SocketIoServer;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The configurations in {@code deploy} for several nodes, run by the proxies that they are for: the
 * nodes are Socket.IO servers in this process, and official clients of every kind stand in front,
 * while one node drains and goes, and another dies.
 */
class NodesBehindProxyTest {

  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(20);

  @TempDir private Path folder = Path.of("");

  /** One node, which tells its clients its name. */
  private record Node(SocketIoServer io, HttpServer http, AtomicBoolean isReady)
      implements AutoCloseable {

    static Node start(String name) throws IOException {
      var isReady = new AtomicBoolean(true);
      SocketIoServer io = SocketIoServer.builder().node(name).build();
      io.namespace("/").on("where", (socket, args, ack) -> ack.send(name));
      HttpServer http =
          HttpServer.builder()
              .basePath("/chat")
              .handler("/health/ready", request -> HttpResponse.empty(isReady.get() ? 200 : 503))
              .mount(io.path(), io.mount())
              .start();
      return new Node(io, http, isReady);
    }

    String address() {
      return "127.0.0.1:" + http.port();
    }

    /** As SIGTERM has a server do. */
    void drain() throws InterruptedException {
      isReady.set(false);
      assertThat(io.drain(DRAIN, GRACE)).isTrue();
    }

    @Override
    public void close() {
      http.close();
      io.close();
    }
  }

  @FunctionalInterface
  private interface Program {

    ReverseProxy start(Map<String, String> upstreams, ReverseProxy.Place place) throws Exception;
  }

  @Test
  void nginxTakesClientsToTheirNodesAndFromThoseThatGo() throws Exception {
    ReverseProxy.demand("nginx");
    String published = ReverseProxy.published("nginx/homeroom-nodes.conf");
    pass((upstreams, place) -> ReverseProxy.nginx(published, upstreams, place));
  }

  @Test
  void haproxyTakesClientsToTheirNodesAndFromThoseThatGo() throws Exception {
    ReverseProxy.demand("haproxy");
    String published = ReverseProxy.published("haproxy/homeroom-nodes.cfg");
    pass((upstreams, place) -> ReverseProxy.haproxy(published, upstreams, place));
  }

  @Test
  void nginxLeavesAPollToItsNodeThatHasNoRoomNow() throws Exception {
    ReverseProxy.demand("nginx");
    String published = ReverseProxy.published("nginx/homeroom-nodes.conf");
    passWithoutRoom((upstreams, place) -> ReverseProxy.nginx(published, upstreams, place));
  }

  @Test
  void haproxyLeavesAPollToItsNodeThatHasNoRoomNow() throws Exception {
    ReverseProxy.demand("haproxy");
    String published = ReverseProxy.published("haproxy/homeroom-nodes.cfg");
    passWithoutRoom((upstreams, place) -> ReverseProxy.haproxy(published, upstreams, place));
  }

  /** Of three nodes the first is full, and the others know nothing of its sessions. */
  private void passWithoutRoom(Program program) throws Exception {
    var place = ReverseProxy.Place.in(folder);
    try (HttpServer full = answering(503);
        HttpServer other = answering(400);
        ReverseProxy proxy =
            program.start(
                Map.of(
                    "10.0.0.11:3030", "127.0.0.1:" + full.port(),
                    "10.0.0.12:3030", "127.0.0.1:" + other.port(),
                    "10.0.0.13:3030", "127.0.0.1:" + other.port()),
                place)) {
      String poll = place.url() + "/chat/socket.io/?EIO=4&transport=polling";
      assertThat(status(poll + "&sid=a.some-session", place)).as(proxy.log()).isEqualTo(503);
      assertThat(status(poll + "&sid=b.some-session", place)).isEqualTo(400);
      for (int i = 0; i < 3; i++) {
        assertThat(status(poll, place)).isEqualTo(400);
      }
    }
  }

  /** A node that is ready, and answers every session so. */
  private static HttpServer answering(int status) throws IOException {
    return HttpServer.builder()
        .basePath("/chat")
        .handler("/health/ready", request -> HttpResponse.empty(200))
        .handler("/socket.io", request -> HttpResponse.empty(status))
        .start();
  }

  private static int status(String url, ReverseProxy.Place place) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(place.files().trust()).build()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }

  private void pass(Program program) throws Exception {
    var place = ReverseProxy.Place.in(folder);
    try (Node a = Node.start("a");
        Node b = Node.start("b");
        Node c = Node.start("c");
        ReverseProxy proxy =
            program.start(
                Map.of(
                    "10.0.0.11:3030", a.address(),
                    "10.0.0.12:3030", b.address(),
                    "10.0.0.13:3030", c.address()),
                place);
        NodeScript clients = clients(place)) {
      try {
        follow(clients, a, b);
      } catch (Throwable failed) {
        failed.addSuppressed(new AssertionError(clients.lines() + "\n" + proxy.log()));
        throw failed;
      }
    }
  }

  private static void follow(NodeScript clients, Node drained, Node killed) throws Exception {
    clients.awaitLine("all nodes serve");
    drained.drain();
    clients.awaitLine("nobody is left on a");
    drained.close();
    try (Writer told = clients.process().outputWriter()) {
      told.write("a is gone\n");
      told.flush();
      clients.awaitLine("a is not known");
      killed.close();
      clients.awaitLine("everybody is on c");
      assertThat(clients.process().waitFor()).isZero();
    }
  }

  private static NodeScript clients(ReverseProxy.Place place) throws IOException {
    return NodeScript.run(
        Map.of("NODE_EXTRA_CA_CERTS", place.files().certificate().toString()),
        List.of(ClientCheck.CLIENTS.resolve("checks/nodes.mjs").toString(), place.url() + "/chat"));
  }
}
