// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.json.JSONObject;
import tools.jackson.databind.JsonNode;

/** The official Java client of Socket.IO, and everything it heard. */
final class ChatClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  record Heard(String event, JsonNode payload) {}

  private final Socket socket;
  private final Contract contract;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  private ChatClient(Socket socket, Contract contract) {
    this.socket = socket;
    this.contract = contract;
    socket.onAnyIncoming(
        args -> heard.add(new Heard(String.valueOf(args[0]), payload(args.length, args))));
    socket.on(
        Socket.EVENT_CONNECT_ERROR, args -> heard.add(new Heard("connect_error", json(args[0]))));
    socket.on(Socket.EVENT_DISCONNECT, args -> heard.add(new Heard("disconnect", json(args[0]))));
  }

  /** Connects over WebSocket; {@code auth} as the client would give it. */
  static ChatClient open(ServerProcess server, Map<String, String> auth) {
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setTransports(new String[] {"websocket"})
            .setAuth(auth)
            .build();
    var client =
        new ChatClient(IO.socket(URI.create(server.url()), options), Contract.of(server.url()));
    client.socket.connect();
    return client;
  }

  /** Signs in as a user of the demo and waits for {@code connected}. */
  static ChatClient signedIn(ServerProcess server, String email) throws Exception {
    ChatClient client = open(server, Map.of("token", token(server, email)));
    client.awaitEvent("connected");
    return client;
  }

  static String token(ServerProcess server, String email) throws Exception {
    return String.valueOf(Rest.signedIn(server, email).token());
  }

  /** From now on confirms whatever the server wants confirmed. */
  ChatClient acking() {
    socket.onAnyIncoming(args -> {
      if (args[args.length - 1] instanceof Ack ack) {
        ack.call();
      }
    });
    return this;
  }

  /** Sends a message to a conversation; the message as stored. */
  JsonNode say(String conversation, String text) throws Exception {
    return done("message:send", Map.of("conversationId", conversation, "text", text))
        .get("message");
  }

  /** Calls an event that is to be granted. */
  JsonNode done(String event, Object payload) throws Exception {
    JsonNode answer = call(event, payload);
    if (!answer.get("ok").booleanValue()) {
      throw new AssertionError(event + " was refused: " + answer);
    }
    return answer;
  }

  /** Calls an event that is to be refused; the error. */
  JsonNode refused(String event, Object payload) throws Exception {
    JsonNode answer = call(event, payload);
    if (answer.get("ok").booleanValue()) {
      throw new AssertionError(event + " was granted: " + answer);
    }
    return answer.get("error");
  }

  /** The first event of that name that is as wanted, as soon as it is there. */
  JsonNode awaitEvent(String event, Predicate<JsonNode> wanted) {
    await(event)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> all(event).stream().anyMatch(wanted));
    return all(event).stream().filter(wanted).findFirst().orElseThrow();
  }

  /** The pushed event about that message, as soon as it is there. */
  JsonNode awaitMessage(String event, JsonNode message) {
    return awaitEvent(event, one -> one.get("_id").equals(message.get("_id")));
  }

  /** Calls an event with one object and waits for the ack. */
  JsonNode call(String event, Object payload) throws Exception {
    JsonNode answer =
        callWith(event, new Object[] {new JSONObject(Rest.JSON.writeValueAsString(payload))})
            .getFirst();
    contract.demandAck(event, answer);
    return answer;
  }

  /** Calls an event with any arguments and waits for the arguments of the ack. */
  List<JsonNode> callWith(String event, Object[] args) throws Exception {
    var answer = new CompletableFuture<List<JsonNode>>();
    Ack ack = results -> answer.complete(Arrays.stream(results).map(ChatClient::json).toList());
    socket.emit(event, args, ack);
    return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The first event of that name, as soon as it is there. */
  JsonNode awaitEvent(String event) {
    await(event).atMost(PATIENCE).until(() -> !all(event).isEmpty());
    return all(event).getFirst();
  }

  /** Everything heard under that name, in order. */
  List<JsonNode> all(String event) {
    return heard.stream().filter(one -> one.event().equals(event)).map(Heard::payload).toList();
  }

  List<Heard> heard() {
    return List.copyOf(heard);
  }

  Socket socket() {
    return socket;
  }

  /** Also makes sure that everything heard was as the server publishes it. */
  @Override
  public void close() {
    socket.close();
    for (Heard one : heard) {
      if (!one.event().equals("connect_error") && !one.event().equals("disconnect")) {
        contract.demandPushed(one.event(), one.payload());
      }
    }
  }

  private static JsonNode payload(int length, Object[] args) {
    return length > 1 ? json(args[1]) : json(null);
  }

  private static JsonNode json(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> Rest.JSON.nullNode();
      case String text -> Rest.JSON.valueToTree(text);
      case Exception error -> Rest.JSON.valueToTree(String.valueOf(error.getMessage()));
      default -> Rest.JSON.readTree(value.toString());
    };
  }
}
