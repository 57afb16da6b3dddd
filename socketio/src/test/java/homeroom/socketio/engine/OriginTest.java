// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.Cors;
import homeroom.http.HttpServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose pages may open a connection, by WebSocket and by polling alike. */
class OriginTest {

  private static final String SCHOOL = "https://school.example";

  private final List<String> refused = new ArrayList<>();
  private final Cors cors = Cors.origins(List.of(SCHOOL)).onRefusal(refused::add);

  @Test
  void aPageOfAnotherOriginOpensNothing() throws Exception {
    try (HttpServer http = server(cors, List.of())) {
      for (String transport : List.of("websocket", "polling")) {
        for (String origin : List.of("https://evil.example", "http://school.example", "null")) {
          assertThat(status(http, transport, "h", "Origin: " + origin)).isEqualTo(403);
        }
      }
    }
    assertThat(refused)
        .as("each told of once")
        .containsExactly("https://evil.example", "http://school.example", "null");
  }

  @Test
  void oneThatIsNamedDoesInWhateverLetters() throws Exception {
    try (HttpServer http = server(cors, List.of())) {
      for (String origin : List.of(SCHOOL, "HTTPS://School.Example", SCHOOL + ":443")) {
        assertThat(status(http, "websocket", "h", "Origin: " + origin)).isEqualTo(101);
        assertThat(status(http, "polling", "h", "Origin: " + origin)).isEqualTo(200);
      }
    }
  }

  @Test
  void soDoesWhatIsNoPage() throws Exception {
    try (HttpServer http = server(cors, List.of())) {
      assertThat(status(http, "websocket", "h", "X-Nothing: 1")).isEqualTo(101);
    }
  }

  @Test
  void soDoesTheServersOwnPageByWhateverScheme() throws Exception {
    try (HttpServer http = server(cors, List.of())) {
      assertThat(status(http, "websocket", "a.b:3030", "Origin: http://a.b:3030")).isEqualTo(101);
      assertThat(status(http, "websocket", "a.b", "Origin: https://a.b")).isEqualTo(101);
      assertThat(status(http, "websocket", "a.b", "Origin: http://a.b")).isEqualTo(101);
      assertThat(status(http, "websocket", "A.b:443", "Origin: https://a.b")).isEqualTo(101);
      assertThat(status(http, "websocket", "[::1]:3030", "Origin: http://[::1]:3030"))
          .isEqualTo(101);
      assertThat(status(http, "websocket", "a.b:3030", "Origin: http://a.b")).isEqualTo(403);
      assertThat(status(http, "websocket", "a.b", "Origin: http://a.b.c")).isEqualTo(403);
    }
  }

  @Test
  void aTrustedProxySaysWhichHostWasAskedFor() throws Exception {
    String page = "Origin: https://chat.school.example\r\n";
    try (HttpServer http = server(cors, List.of("127.0.0.1"))) {
      for (String said :
          List.of(
              "X-Forwarded-Host: chat.school.example",
              "X-Forwarded-Host: inner.example, chat.school.example:443",
              "X-Forwarded-Host: chat.school.example\r\nX-Forwarded-Port: 443")) {
        assertThat(status(http, "websocket", "10.0.0.7:3030", page + said)).as(said).isEqualTo(101);
      }
    }
    try (HttpServer http = server(cors, List.of("192.0.2.1"))) {
      String said = "X-Forwarded-Host: chat.school.example";
      assertThat(status(http, "websocket", "10.0.0.7:3030", page + said)).isEqualTo(403);
    }
  }

  @Test
  void whereTheServersOriginIsKnownTheHostPlaysNoPart() throws Exception {
    Cors known = cors.withOwn("https://chat.school.example");
    try (HttpServer http = server(known, List.of())) {
      assertThat(status(http, "websocket", "inner", "Origin: https://chat.school.example"))
          .isEqualTo(101);
      assertThat(status(http, "websocket", "evil.example", "Origin: http://evil.example"))
          .isEqualTo(403);
    }
  }

  private static HttpServer server(Cors cors, List<String> proxies) throws Exception {
    EngineServer engine =
        EngineServer.builder().cors(cors).onSession((session, request) -> new Deaf()).build();
    return HttpServer.builder()
        .trustedProxies(proxies)
        .mount("/engine.io/", engine.mount())
        .start();
  }

  /** The status that a handshake is answered with. */
  private static int status(HttpServer http, String transport, String host, String header)
      throws Exception {
    String upgrade =
        transport.equals("websocket")
            ? """
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """
            : "";
    String request =
        """
        GET /engine.io/?EIO=4&transport=%s HTTP/1.1\r
        Host: %s\r
        %s\r
        %s\r
        """
            .formatted(transport, host, header, upgrade);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port());
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return Integer.parseInt(in.readLine().split(" ", 3)[1]);
    }
  }

  /** Takes no messages. */
  private static final class Deaf implements SessionListener {

    @Override
    public void text(String message) {}

    @Override
    public void binary(byte[] message) {}

    @Override
    public void closed(CloseReason reason) {}
  }
}
