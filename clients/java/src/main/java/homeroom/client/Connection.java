// SPDX-License-Identifier: Apache-2.0
package homeroom.client;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * One session's connection: the official client, calls with their answers, and a new token before
 * the one in use is over. For the client's own thread, on which everything is called back.
 */
final class Connection {

  private static final long CALL_MILLIS = 30_000;

  /** How long before its end a token is renewed; one that lives shorter at half of its life. */
  private static final long RENEW_BEFORE_MILLIS = 60_000;

  /** How long until a token is asked for again that could not be had. */
  private static final long RETRY_MILLIS = 5_000;

  private static final List<String> EVENTS =
      List.of(
          "message:new",
          "message:edited",
          "message:deleted",
          "message:delivered",
          "message:read",
          "conversation:new",
          "conversation:updated",
          "conversation:removed");

  /** Hears of everything, on the client's thread. */
  interface Owner {
    void offline();

    void greeted(Json connected);

    void pushed(String event, Json payload, Runnable confirm);

    /** No call is under way any more. */
    void settled();

    void ended(String reason);
  }

  /** Gets the arguments that an ack was called with. */
  @FunctionalInterface
  interface Answered {
    void with(Object[] answer) throws HomeroomException;
  }

  private record Call(Answered answered, Consumer<HomeroomException> failed) {}

  private final TokenSource tokens;
  private final ClientThreads threads;
  private final Owner owner;
  private final Map<String, String> auth = new ConcurrentHashMap<>(Map.of("events", "chat"));
  private final Map<Long, Call> calls = new HashMap<>();
  private final Socket socket;
  private long lastCall;
  private long lastRenewal;
  private boolean wasRefused;
  private boolean isAsking;
  private boolean isOver;

  Connection(URI server, TokenSource tokens, ClientThreads threads, Owner owner) {
    this.tokens = tokens;
    this.threads = threads;
    this.owner = owner;
    var options = new IO.Options();
    String path = server.getPath() == null ? "" : server.getPath();
    options.path = (path.endsWith("/") ? path : path + "/") + "socket.io/";
    options.forceNew = true;
    options.auth = auth;
    this.socket =
        IO.socket(URI.create(server.getScheme() + "://" + server.getAuthority()), options);
    on(Socket.EVENT_DISCONNECT, arguments -> lost(String.valueOf(arguments[0])));
    on(Socket.EVENT_CONNECT_ERROR, arguments -> refused(arguments[0]));
    on(
        "connected",
        arguments -> {
          wasRefused = false;
          owner.greeted(json(arguments));
        });
    on("session:ended", arguments -> ended(json(arguments).text("reason")));
    for (String event : EVENTS) {
      on(
          event,
          arguments -> {
            Runnable confirm =
                arguments[arguments.length - 1] instanceof Ack ack ? ack::call : () -> {};
            owner.pushed(event, json(arguments), confirm);
          });
    }
  }

  private static Json json(Object[] arguments) {
    return new Json((JSONObject) arguments[0]);
  }

  private void on(String event, Consumer<Object[]> listener) {
    socket.on(
        event,
        arguments ->
            threads.run(() -> {
              if (!isOver) {
                listener.accept(arguments);
              }
            }));
  }

  /** The official client, for what this library does not do. */
  Socket socket() {
    return socket;
  }

  void open() {
    askForToken();
  }

  void close() {
    isOver = true;
    socket.off();
    socket.disconnect();
    failCalls();
  }

  /** Whether calls are under way, whose answers may close a gap. */
  boolean isBusy() {
    return !calls.isEmpty();
  }

  /** Calls an event of the chat. */
  void ask(
      String event,
      JSONObject payload,
      Consumer<Json> granted,
      Consumer<HomeroomException> failed) {
    emit(
        event,
        new Object[] {payload},
        answer -> {
          Json answered = json(answer);
          if (!answered.flag("ok")) {
            throw HomeroomException.of(answered.part("error"));
          }
          granted.accept(answered);
        },
        failed);
  }

  /** Calls a method of a service, as Feathers does. */
  void call(
      String method,
      String service,
      List<Object> arguments,
      Consumer<Object> done,
      Consumer<HomeroomException> failed) {
    var all = new ArrayList<Object>(List.of(service));
    all.addAll(arguments);
    emit(
        method,
        all.toArray(),
        answer -> {
          if (answer[0] instanceof JSONObject error) {
            throw HomeroomException.of(new Json(error));
          }
          done.accept(answer[1]);
        },
        failed);
  }

  private void emit(
      String event, Object[] arguments, Answered answered, Consumer<HomeroomException> failed) {
    if (isOver || !socket.connected()) {
      failed.accept(HomeroomException.offline());
      return;
    }
    long number = ++lastCall;
    calls.put(number, new Call(answered, failed));
    Ack ack = answer -> threads.run(() -> settle(number, answer));
    socket.emit(event, arguments, ack);
    threads.after(CALL_MILLIS, () -> settle(number, null));
  }

  /**
   * @param answer null if none came
   */
  private void settle(long number, Object @Nullable [] answer) {
    @Nullable Call call = calls.remove(number);
    if (call == null) {
      return;
    }
    try {
      if (answer == null) {
        throw HomeroomException.offline();
      }
      call.answered().with(answer);
    } catch (HomeroomException e) {
      call.failed().accept(e);
    }
    if (calls.isEmpty() && !isOver) {
      owner.settled();
    }
  }

  private void failCalls() {
    for (Long number : new ArrayList<>(calls.keySet())) {
      settle(number, null);
    }
  }

  private void lost(String reason) {
    owner.offline();
    failCalls();
    if (reason.equals("io server disconnect")) {
      askForToken(); // the official client does not come back from that by itself
    }
  }

  /** The network refused, and the official client tries again, or the server refused the token. */
  private void refused(Object error) {
    owner.offline();
    if (!(error instanceof JSONObject answer)) {
      return;
    }
    HomeroomException why = HomeroomException.of(new Json(answer).partOrNull("data"));
    if (wasRefused) {
      owner.ended(why.code().equals("user-inactive") ? "deactivated" : "ended");
    } else {
      wasRefused = true;
      askForToken();
    }
  }

  private void ended(String reason) {
    if (reason.equals("expired")) {
      askForToken();
    } else {
      owner.ended(reason);
    }
  }

  private void askForToken() {
    if (isAsking || isOver) {
      return;
    }
    isAsking = true;
    threads.block(() -> {
      try {
        String token = tokens.token();
        threads.run(() -> use(token));
      } catch (HomeroomException none) {
        threads.run(this::withoutToken);
      } catch (RuntimeException fault) {
        threads.run(this::withoutToken);
        throw fault;
      } catch (IOException notNow) {
        threads.run(() ->
            threads.after(
                RETRY_MILLIS,
                () -> {
                  isAsking = false;
                  askForToken();
                }));
      }
    });
  }

  private void withoutToken() {
    if (!isOver) {
      owner.ended("ended");
    }
  }

  /** On an open socket, which stays, or for the next one. */
  private void use(String token) {
    isAsking = false;
    if (isOver) {
      return;
    }
    auth.put("token", token);
    planRenewal(token);
    if (socket.connected()) {
      JSONObject wish = Json.make("strategy", "jwt", "accessToken", token);
      call("create", "authentication", List.of(wish, new JSONObject()), done -> {}, why -> {});
    } else {
      socket.connect();
    }
  }

  private void planRenewal(String token) {
    long renewal = ++lastRenewal;
    long expires = expiryOf(token);
    if (expires > 0) {
      long now = System.currentTimeMillis();
      long left = Math.max(expires - RENEW_BEFORE_MILLIS, (now + expires) / 2) - now;
      threads.after(
          Math.max(0, left),
          () -> {
            if (renewal == lastRenewal) {
              askForToken();
            }
          });
    }
  }

  /** When a token is over, in milliseconds since 1970; 0 if it does not say. */
  private static long expiryOf(String token) {
    try {
      String[] parts = token.split("\\.", -1);
      String payload =
          new String(
              Base64.getUrlDecoder().decode(parts.length > 1 ? parts[1] : ""),
              StandardCharsets.UTF_8);
      return Json.parse(payload).object().optLong("exp") * 1000;
    } catch (IllegalArgumentException | JSONException e) {
      return 0;
    }
  }
}
