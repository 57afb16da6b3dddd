// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.json.JSONException;
import org.json.JSONObject;
import tools.jackson.databind.JsonNode;

/** The official Java client as a line. */
final class OfficialLine implements ChatLine {

  private final Socket socket;
  private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final AtomicLong nextCall = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private OfficialLine(Socket socket) {
    this.socket = socket;
  }

  static OfficialLine open(String url, String token, Listener listener) {
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setTransports(new String[] {"websocket"})
            .setAuth(Map.of("token", token))
            .build();
    var line = new OfficialLine(IO.socket(URI.create(url), options));
    line.socket.onAnyIncoming(args -> {
      Runnable ack = args[args.length - 1] instanceof Ack wanted ? () -> wanted.call() : () -> {};
      listener.pushed(String.valueOf(args[0]), Rest.JSON.readTree(args[1].toString()), ack);
    });
    line.socket.on(Socket.EVENT_CONNECT_ERROR, args -> line.end());
    line.socket.on(Socket.EVENT_DISCONNECT, args -> line.end());
    line.socket.connect();
    return line;
  }

  @Override
  public CompletableFuture<JsonNode> call(String event, Object payload) {
    var answer = new CompletableFuture<JsonNode>();
    long id = nextCall.getAndIncrement();
    calls.put(id, answer);
    Ack ack = results -> answer.complete(Rest.JSON.readTree(results[0].toString()));
    if (ended.isDone()) {
      end();
      return answer;
    }
    try {
      socket.emit(event, new Object[] {new JSONObject(Rest.JSON.writeValueAsString(payload))}, ack);
    } catch (JSONException e) {
      throw new IllegalArgumentException(e);
    }
    return answer.whenComplete((result, failure) -> calls.remove(id));
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    socket.close();
    end();
  }

  private void end() {
    ended.complete(null);
    for (CompletableFuture<JsonNode> call : calls.values()) {
      call.completeExceptionally(new LightLine.LineEnded());
    }
  }
}
