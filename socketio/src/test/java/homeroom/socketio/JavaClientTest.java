// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.AckWithTimeout;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.Polling;
import io.socket.engineio.client.transports.WebSocket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java client, unmodified from its registry. */
class JavaClientTest {

  private InteropServer server;

  @BeforeEach
  void start() throws Exception {
    server = new InteropServer(builder -> builder);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Socket client(String namespace, String... transports) {
    return IO.socket(
        URI.create("http://127.0.0.1:" + server.port() + namespace),
        IO.Options.builder()
            .setForceNew(true)
            .setReconnectionDelay(50)
            .setTransports(transports)
            .setAuth(Map.of("token", "right"))
            .build());
  }

  /** Connects and returns what each later connection puts in, too. */
  private static BlockingQueue<String> connect(Socket client) throws Exception {
    BlockingQueue<String> connections = new LinkedBlockingQueue<>();
    client.on(Socket.EVENT_CONNECT, args -> connections.add(client.id()));
    client.connect();
    assertThat(connections.poll(10, TimeUnit.SECONDS)).isNotNull();
    return connections;
  }

  private static Object[] call(Socket client, String event, Object... args) throws Exception {
    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    client.emit(
        event,
        args,
        new AckWithTimeout(10_000) {
          @Override
          public void onTimeout() {
            answer.completeExceptionally(new AssertionError("no ack of " + event));
          }

          @Override
          public void onSuccess(Object... values) {
            answer.complete(values);
          }
        });
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static void exercise(Socket client) throws Exception {
    Object[] echoed = call(client, "echo", 1, "€", new byte[] {1, 2, 3});
    var values = (org.json.JSONArray) echoed[0];
    assertThat(values.getInt(0)).isEqualTo(1);
    assertThat(values.getString(1)).isEqualTo("€");
    assertThat((byte[]) values.get(2)).containsExactly(1, 2, 3);

    CompletableFuture<Object[]> answer = new CompletableFuture<>();
    client.on("question", args -> ((io.socket.client.Ack) args[1]).call((int) args[0] + 1));
    client.on("answer", answer::complete);
    client.emit("ask", 41);
    assertThat(answer.get(10, TimeUnit.SECONDS)).containsExactly(42);

    CompletableFuture<Object> acked = new CompletableFuture<>();
    client.once("shared", args -> ((io.socket.client.Ack) args[0]).call());
    client.once("shared ack came", args -> acked.complete(args[0]));
    client.emit("share");
    assertThat(acked.get(10, TimeUnit.SECONDS)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void worksByPolling() throws Exception {
    Socket client = client("/", Polling.NAME);
    connect(client);
    exercise(client);
    client.disconnect();
  }

  @Test
  void worksByWebSocket() throws Exception {
    Socket client = client("/", WebSocket.NAME);
    connect(client);
    exercise(client);
    client.disconnect();
  }

  @Test
  void worksAcrossTheUpgrade() throws Exception {
    Socket client = client("/", Polling.NAME, WebSocket.NAME);
    connect(client);
    exercise(client);
    CompletableFuture<Integer> counted = new CompletableFuture<>();
    AtomicInteger seen = new AtomicInteger();
    client.on("n", args -> assertThat(args[0]).isEqualTo(seen.getAndIncrement()));
    client.on("counted", args -> counted.complete(seen.get()));
    client.emit("count", 1_000);
    assertThat(counted.get(10, TimeUnit.SECONDS)).isEqualTo(1_000);
    exercise(client);
    client.disconnect();
  }

  @Test
  void understandsARefusal() throws Exception {
    Socket refused =
        IO.socket(
            URI.create("http://127.0.0.1:" + server.port() + "/secret"),
            IO.Options.builder().setForceNew(true).build());
    CompletableFuture<Object> error = new CompletableFuture<>();
    refused.on(Socket.EVENT_CONNECT_ERROR, args -> error.complete(args[0]));
    refused.connect();
    JSONObject reason = (JSONObject) error.get(10, TimeUnit.SECONDS);
    assertThat(reason.getString("message")).isEqualTo("Not authorized");
    assertThat(reason.getJSONObject("data").getInt("code")).isEqualTo(401);
    refused.disconnect();

    Socket client = client("/secret", WebSocket.NAME);
    connect(client);
    assertThat(call(client, "who")).containsExactly("secret");
    client.disconnect();
  }

  @Test
  void comesBackByItself() throws Exception {
    for (String how : new String[] {"drop", "cut"}) {
      Socket client = client("/", Polling.NAME, WebSocket.NAME);
      BlockingQueue<String> connections = connect(client);
      client.emit(how, 200);
      assertThat(connections.poll(10, TimeUnit.SECONDS)).as(how).isNotNull();
      exercise(client);
      client.disconnect();
    }
  }
}
