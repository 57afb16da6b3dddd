// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.http.Cors;
import homeroom.http.HttpServer;
import homeroom.socketio.wire.Wire;
import io.netty.util.internal.ThreadExecutorMap;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many packets a body has, an event loop takes so many of them and looks at others. */
class PollingTurnsTest {

  private static final String SEPARATOR = String.valueOf(PollingPayload.SEPARATOR);

  private final AtomicInteger messages = new AtomicInteger();

  /** How many messages of the first body had been taken when it was the turn of others. */
  private final CompletableFuture<Integer> takenInOneTurn = new CompletableFuture<>();

  private EngineServer engine;
  private HttpServer http;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    engine =
        EngineServer.builder()
            .cors(Cors.any())
            .onSession((session, request) -> new Counter())
            .build();
    http = HttpServer.builder().mount("/engine.io/", engine.mount()).start();
    wire = new Wire(http.port(), "/engine.io/");
  }

  @AfterEach
  void stop() {
    wire.close();
    engine.close();
    http.close();
  }

  private final class Counter implements SessionListener {

    @Override
    public void text(String message) {
      if (messages.incrementAndGet() == 1) {
        Objects.requireNonNull(ThreadExecutorMap.currentExecutor())
            .execute(() -> takenInOneTurn.complete(messages.get()));
      }
    }

    @Override
    public void binary(byte[] message) {}

    @Override
    public void closed(CloseReason reason) {}
  }

  @Test
  void messagesAreTakenInTurns() throws Exception {
    HttpResponse<String> answer =
        wire.post(
            Wire.polling(wire.openPolling()),
            String.join(SEPARATOR, Collections.nCopies(10_000, "4m")));
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(messages).hasValue(10_000);
    assertThat(takenInOneTurn.join()).isEqualTo(PollingIntake.PACKETS_PER_TURN);
  }

  @Test
  void pongsThatNobodyAskedForAreTakenInTurns() throws Exception {
    String body = "4m" + SEPARATOR + String.join(SEPARATOR, Collections.nCopies(300_000, "3"));
    HttpResponse<String> answer =
        wire.post(Wire.polling(wire.openPolling()), body + SEPARATOR + "4m");
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(messages).hasValue(2);
    assertThat(takenInOneTurn.join()).isEqualTo(1);
  }

  @Test
  void whatEndsTheSessionInALaterTurnIsAnswered() throws Exception {
    String many = String.join(SEPARATOR, Collections.nCopies(1_000, "4m"));
    HttpResponse<String> bad =
        wire.post(Wire.polling(wire.openPolling()), many + SEPARATOR + "x" + SEPARATOR + "4m");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(messages).hasValue(1_000);
    HttpResponse<String> closed =
        wire.post(Wire.polling(wire.openPolling()), many + SEPARATOR + "1");
    assertThat(closed.statusCode()).isEqualTo(200);
    assertThat(messages).hasValue(2_000);
  }
}
