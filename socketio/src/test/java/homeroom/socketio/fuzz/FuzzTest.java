// SPDX-License-Identifier: Apache-2.0
package homeroom.socketio.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import homeroom.http.HttpServer;
import homeroom.socketio.Room;
import homeroom.socketio.SocketIoLimits;
import homeroom.socketio.SocketIoServer;
import homeroom.socketio.engine.EngineLimits;
import homeroom.socketio.wire.Wire;
import homeroom.socketio.wire.WireSocket;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Random and mutated frames, polls and upgrade orders against one server: {@code
 * -Dhomeroom.fuzz.operations} of them (frames, requests, steps), from {@code -Dhomeroom.fuzz.seed}.
 */
class FuzzTest {

  private static final long OPERATIONS = Long.getLong("homeroom.fuzz.operations", 60_000);
  private static final long SEED = Long.getLong("homeroom.fuzz.seed", 20_261_122);
  private static final int ATTACKERS = 8;
  private static final int MOST_LOG_LINES = 10;
  private static final long MOST_GROWTH_BYTES = 24 << 20;

  private static final AtomicLong HANDLED = new AtomicLong();

  private final AtomicInteger logLines = new AtomicInteger();
  private final AtomicInteger leaks = new AtomicInteger();
  private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private final AppenderBase<ILoggingEvent> counter =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logLines.incrementAndGet();
          if (event.getFormattedMessage().startsWith("LEAK")) {
            leaks.incrementAndGet();
          }
        }
      };

  @BeforeEach
  void watch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    counter.start();
    root().addAppender(counter);
  }

  @AfterEach
  void unwatch() {
    root().detachAppender(counter);
    ResourceLeakDetector.setLevel(level);
  }

  private static Logger root() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    return root;
  }

  @Test
  void noSequenceOfFramesAndRequestsHarmsTheServer() throws Exception {
    try (SocketIoServer io = server();
        HttpServer http = HttpServer.builder().mount(io.path(), io.mount()).start()) {
      attack(io, http.port(), OPERATIONS / 10, SEED);
      long before = usedMemory();

      long start = System.nanoTime();
      attack(io, http.port(), OPERATIONS, SEED + 1);
      long millis = (System.nanoTime() - start) / 1_000_000;

      long growth = usedMemory() - before;
      System.out.printf(
          "fuzz: %d operations in %d ms, %d events handled, memory grew by %d KiB,"
              + " %d log lines, %d leaks%n",
          OPERATIONS, millis, HANDLED.get(), growth >> 10, logLines.get(), leaks.get());
      assertThat(HANDLED.get()).isGreaterThan(OPERATIONS / 50);
      assertThat(growth).isLessThan(MOST_GROWTH_BYTES);
      assertServes(http.port());
    }
    assertThat(leaks).hasValue(0);
    assertThat(logLines).hasValueLessThan(MOST_LOG_LINES);
  }

  private static SocketIoServer server() {
    EngineLimits engine =
        EngineLimits.DEFAULTS
            .withHeartbeat(Duration.ofMillis(500), Duration.ofMillis(500))
            .withUpgradeTimeout(Duration.ofMillis(500))
            .withMaxPayloadBytes(10_000);
    SocketIoServer io =
        SocketIoServer.builder()
            .limits(
                SocketIoLimits.DEFAULTS
                    .withEngine(engine)
                    .withConnectTimeout(Duration.ofMillis(500))
                    .withRecovery(100, 1 << 20))
            .recovery()
            .build();
    io.namespace("/custom").on("echo", (socket, args, ack) -> ack.send(args.toArray()));
    io.namespace("/")
        .onConnection(socket -> socket.join(Room.of("room")))
        .on(
            "echo",
            (socket, args, ack) -> {
              HANDLED.incrementAndGet();
              socket.emit("echo", args.toArray());
              ack.send(args.toArray());
            })
        .on("all", (socket, args, ack) -> socket.broadcast().asVolatile().emit("all"))
        .on("room", (socket, args, ack) -> socket.to(Room.of("room")).emit("room"))
        .on("ask", (socket, args, ack) -> io.namespace("/").emitWithAck("ask", Duration.ZERO));
    return io;
  }

  private static void attack(SocketIoServer io, int port, long budget, long seed) throws Exception {
    AtomicLong operations = new AtomicLong();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> attackers = new ArrayList<>();
      for (int i = 0; i < ATTACKERS; i++) {
        Attacker attacker = new Attacker(port, seed * ATTACKERS + i, operations, budget);
        Callable<Void> attack =
            () -> {
              attacker.run();
              return null;
            };
        attackers.add(threads.submit(attack));
      }
      for (Future<Void> attacker : attackers) {
        attacker.get();
      }
    }
    Awaitility.await("no session is stuck").until(() -> io.connections() == 0);
    assertThat(io.namespace("/").sockets()).isEmpty();
    assertThat(io.namespace("/").to(Room.of("room")).sockets()).isEmpty();
  }

  private static void assertServes(int port) throws Exception {
    try (Wire wire = new Wire(port, "/socket.io/")) {
      WireSocket socket = wire.openWebSocket().send("40");
      assertThat(socket.nextMessage()).startsWith("40{");
      socket.send("421[\"echo\",1]");
      assertThat(socket.nextMessage()).startsWith("42[\"echo\",1,");
      assertThat(socket.nextMessage()).isEqualTo("431[1]");
    }
  }

  /** Collects garbage, so that buffers lost are found out, and says what is left. */
  private static long usedMemory() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      for (int j = 0; j < 100; j++) {
        ByteBufAllocator.DEFAULT.directBuffer(64).release();
      }
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
