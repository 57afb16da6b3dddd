package homeroom.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * As much of Engine.IO 4 and Socket.IO 5 over a WebSocket as the chat needs, so that many clients
 * fit into one process.
 *
 * @see <a href="https://socket.io/docs/v4/socket-io-protocol/">The Socket.IO protocol</a>
 */
final class LightLine implements ChatLine, WebSocket.Listener {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor()).build();

  private final Listener listener;
  private final String token;
  private final Map<Long, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
  private final AtomicLong nextCall = new AtomicLong();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable CompletableFuture<WebSocket> sending;

  private LightLine(String token, Listener listener) {
    this.token = token;
    this.listener = listener;
  }

  /** Begins to connect; a failure is heard by {@link #ended}. */
  static LightLine open(String url, String token, Listener listener) {
    var line = new LightLine(token, listener);
    URI uri = URI.create(url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket");
    synchronized (line) {
      line.sending = CLIENT.newWebSocketBuilder().buildAsync(uri, line);
      line.sending.exceptionally(failure -> {
        line.end();
        return null;
      });
    }
    return line;
  }

  @Override
  public CompletableFuture<JsonNode> call(String event, Object payload) {
    long id = nextCall.getAndIncrement();
    var answer = new CompletableFuture<JsonNode>();
    calls.put(id, answer);
    if (ended.isDone()) {
      end();
    } else {
      send("42" + id + Rest.JSON.writeValueAsString(new Object[] {event, payload}));
    }
    return answer;
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public synchronized void close() {
    CompletableFuture<WebSocket> open = sending;
    if (open != null) {
      open.thenAccept(WebSocket::abort);
    }
    end();
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      heard(whole);
    }
    socket.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    end();
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    end();
  }

  private void heard(String packet) {
    if (packet.startsWith("42")) {
      event(packet);
    } else if (packet.startsWith("43")) {
      int data = packet.indexOf('[');
      CompletableFuture<JsonNode> call = calls.remove(Long.valueOf(packet.substring(2, data)));
      if (call != null) {
        call.complete(Rest.JSON.readTree(packet.substring(data)).path(0));
      }
    } else if (packet.startsWith("0")) {
      send("40" + Rest.JSON.writeValueAsString(Map.of("token", token)));
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

  /** One after the other, as {@link WebSocket#sendText} wants it. */
  private synchronized void send(String packet) {
    CompletableFuture<WebSocket> before = sending;
    if (before != null) {
      CompletableFuture<WebSocket> next =
          before.thenCompose(socket -> socket.sendText(packet, true));
      next.exceptionally(failure -> {
        end();
        return null;
      });
      sending = next;
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
