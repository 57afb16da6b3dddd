// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.chat.Account;
import homeroom.bench.client.ClientLoop;
import homeroom.bench.client.SocketIoClient;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All devices of a day, their event loop, and what they share. */
final class SoakSchool implements AutoCloseable {

  private static final int RECEIVE_BYTES = 8_192;
  private static final int WAIT_SECONDS = 60;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final InetSocketAddress server;
  private final ClientLoop clientLoop = new ClientLoop("school", RECEIVE_BYTES);
  private final List<SoakDevice> devices = new ArrayList<>();
  private final Promises promises = new Promises();
  private final Membership membership = new Membership();
  private final Reads reads = new Reads();
  private final Counts counts = new Counts();
  private final double pauseMillis;
  private volatile boolean writing = true;

  /**
   * @param accounts of one school, the first an admin's
   * @param clients devices; beyond one for each account some have a second one
   * @param actsPerSecond of all of them together
   */
  SoakSchool(int port, List<Account> accounts, int clients, double actsPerSecond, Random random) {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.pauseMillis = clients * 1_000 / actsPerSecond;
    for (int i = 0; i < clients; i++) {
      Account account = accounts.get(i % accounts.size());
      devices.add(new SoakDevice(this, i, account, new Random(random.nextLong())));
    }
  }

  // For the other thread

  List<SoakDevice> devices() {
    return devices;
  }

  /** Does something on the event loop and waits for what it gives. */
  <T> T call(Supplier<T> task) {
    return await(CompletableFuture.supplyAsync(task, loop()), "the load generator is too busy");
  }

  void run(Runnable task) {
    loop().execute(task);
  }

  static <T> T await(CompletableFuture<T> done, String otherwise) {
    try {
      return done.get(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(otherwise, failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException(otherwise, late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  /**
   * Calls a service as one of the devices; waits where the server says so.
   *
   * @param elements of the event, as JSON
   * @throws IllegalStateException if it is refused for good, or the connection is lost
   */
  JsonNode ask(SoakDevice device, String elements) {
    while (true) {
      var answer = new CompletableFuture<JsonNode>();
      run(() -> device.call(elements, answer));
      JsonNode told = await(answer, elements + " is not answered");
      JsonNode error = told.path(0);
      if (!error.isObject()) {
        return told.path(1);
      }
      int code = error.path("code").asInt(0);
      if (code != 429 && code != 503) {
        throw new IllegalStateException(elements + " was refused: " + error);
      }
      long millis = error.path("data").path("retryAfterMs").asLong(100);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /**
   * Waits for something on the event loop.
   *
   * @param seconds at most
   * @return whether it came to be
   */
  boolean awaitThat(BooleanSupplier condition, int seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!call(condition::getAsBoolean)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return true;
  }

  /** Nobody begins anything new. */
  void calm() {
    writing = false;
  }

  @Override
  public void close() {
    clientLoop.close();
  }

  // On the event loop

  EventLoop loop() {
    return clientLoop.loop();
  }

  void connect(int index, SocketIoClient client) {
    clientLoop.connect(server, index, client);
  }

  boolean isWriting() {
    return writing;
  }

  double pauseMillis() {
    return pauseMillis;
  }

  Promises promises() {
    return promises;
  }

  Reads reads() {
    return reads;
  }

  Membership membership() {
    return membership;
  }

  Counts counts() {
    return counts;
  }

  String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  JsonNode parse(String text) {
    return JSON.readTree(text);
  }
}
