// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * As much of Engine.IO 4 and Socket.IO 5 over a WebSocket as the chat needs, so that many clients
 * fit into one process. Listens on a virtual thread of its own.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">The Socket.IO protocol</a>
 */
final class LightLine implements ChatLine {

  private final Listener listener;
  private final Map<String, String> auth;
  private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final AtomicLong nextCall = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile @Nullable PlainWebSocket socket;

  private LightLine(Map<String, String> auth, Listener listener) {
    this.auth = auth;
    this.listener = listener;
  }

  /** Begins to connect; a failure is heard by {@link #ended}. */
  static LightLine open(String url, String token, Listener listener) {
    return open(url, Map.of("token", token), listener);
  }

  /** The same, with {@code auth} as a client would give it. */
  static LightLine open(String url, Map<String, String> auth, Listener listener) {
    var line = new LightLine(auth, listener);
    URI uri = URI.create(url + "/socket.io/?EIO=4&transport=websocket");
    Thread.ofVirtual().start(() -> line.run(uri));
    return line;
  }

  private void run(URI uri) {
    try (PlainWebSocket open = PlainWebSocket.connect(uri)) {
      socket = open;
      if (!ended.isDone()) {
        open.read(this::heard);
      }
    } catch (IOException e) {
      // The connection is gone, which is all there is to know.
    } finally {
      end();
    }
  }

  @Override
  public CompletableFuture<JsonNode> call(String event, Object payload) {
    return callWith(event, payload).thenApply(results -> results.path(0));
  }

  /** Calls an event with any arguments; those of the ack, as an array. */
  CompletableFuture<JsonNode> callWith(String event, Object... args) {
    var all = new ArrayList<Object>(List.of(event));
    all.addAll(Arrays.asList(args));
    return callRaw(Rest.JSON.writeValueAsString(all));
  }

  /** The same with the event and its arguments as they go over the wire, whatever they are. */
  CompletableFuture<JsonNode> callRaw(String json) {
    long id = nextCall.getAndIncrement();
    var answer = new CompletableFuture<JsonNode>();
    calls.put(id, answer);
    send("42" + id + json);
    if (ended.isDone()) {
      end();
    }
    return answer;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void close() {
    end();
    PlainWebSocket open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It was closed before.
      }
    }
  }

  private void heard(String packet) {
    if (packet.startsWith("42")) {
      event(packet);
    } else if (packet.startsWith("43")) {
      int data = packet.indexOf('[');
      JsonNode answer = Rest.JSON.readTree(packet.substring(data));
      CompletableFuture<JsonNode> call = calls.remove(Long.valueOf(packet.substring(2, data)));
      if (call != null) {
        call.complete(answer);
      }
    } else if (packet.startsWith("0")) {
      send("40" + Rest.JSON.writeValueAsString(auth));
    } else if (packet.equals("2")) {
      send("3");
    } else if (packet.startsWith("41") || packet.startsWith("44")) {
      close();
    }
  }

  private void event(String packet) {
    int data = packet.indexOf('[');
    JsonNode event = Rest.JSON.readTree(packet.substring(data));
    String ackId = packet.substring(2, data);
    listener.pushed(
        event.get(0).stringValue(),
        event.path(1),
        ackId.isEmpty() ? () -> {} : () -> send("43" + ackId + "[]"));
  }

  private void send(String packet) {
    PlainWebSocket open = socket;
    if (open != null) {
      try {
        open.send(packet);
      } catch (IOException e) {
        end();
      }
    }
  }

  private void end() {
    ended.complete(null);
    for (CompletableFuture<JsonNode> call : calls.values()) {
      call.completeExceptionally(new LineEnded());
    }
  }

  /** Whoever waits for an answer gets this instead. */
  static final class LineEnded extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
