// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.chat;

import homeroom.bench.client.ClientLoop;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The people of a school at their devices: one WebSocket each, all on one event loop, which alone
 * touches their state. The public methods are for another thread and wait.
 */
final class SchoolClients implements AutoCloseable {

  private static final int RECEIVE_BYTES = 8_192;

  /** Sign-ins under way at once. */
  private static final int JOINING = 32;

  private static final int WAIT_SECONDS = 60;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<InetSocketAddress> servers;
  private final PushedDialect dialect;
  private final ClientLoop clientLoop = new ClientLoop("school", RECEIVE_BYTES);
  private final EventLoop loop = clientLoop.loop();
  private final Semaphore joining = new Semaphore(JOINING);
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private final List<ChatDevice> devices = new ArrayList<>();
  private final Map<String, Classroom> classrooms = new LinkedHashMap<>();
  private @Nullable ChatLoad load;

  /**
   * @param server an address on the loopback interface
   */
  SchoolClients(URI server) {
    this(server, PushedDialect.CHAT);
  }

  SchoolClients(URI server, PushedDialect dialect) {
    this(List.of(server), dialect);
  }

  /**
   * At several nodes, in turn.
   *
   * @param nodes addresses on the loopback interface
   */
  SchoolClients(List<URI> nodes, PushedDialect dialect) {
    this.servers =
        nodes.stream().map(node -> new InetSocketAddress(node.getHost(), node.getPort())).toList();
    this.dialect = dialect;
  }

  // For another thread

  /** Signs everybody in and waits until they are. */
  void join(List<Account> accounts) {
    for (Account account : accounts) {
      take(1);
      int node = devices.size() % servers.size();
      var device = new ChatDevice(this, devices.size(), node, account);
      devices.add(device);
      clientLoop.connect(servers.get(node), device.index(), device.socket());
    }
    take(JOINING);
    joining.release(JOINING);
  }

  private void take(int permits) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    try {
      while (!joining.tryAcquire(permits, 1, TimeUnit.SECONDS)) {
        check();
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("signing in takes too long");
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
    check();
  }

  private void check() {
    if (failure.isDone()) {
      await(failure, "failed");
    }
  }

  /** Asks each device for the conversations of its classes. */
  void learnClassrooms() {
    for (ChatDevice device : devices) {
      JsonNode page = ask(device, "\"find\",\"conversations\",{\"type\":\"class\",\"$limit\":200}");
      for (JsonNode conversation : page.path("data")) {
        String id = conversation.path("_id").stringValue();
        classrooms.computeIfAbsent(id, Classroom::new).members().add(device);
      }
    }
  }

  /** Who sits in which class, by the ids of conversations and users. */
  Map<String, List<String>> seats() {
    Map<String, List<String>> seats = new LinkedHashMap<>();
    classrooms.forEach((id, classroom) ->
        seats.put(
            id, classroom.members().stream().map(device -> device.account().userId()).toList()));
    return seats;
  }

  /** Seats everybody as it was learnt before, so that nobody has to ask. */
  void seat(Map<String, List<String>> seats) {
    Map<String, ChatDevice> byUser = new HashMap<>();
    devices.forEach(device -> byUser.put(device.account().userId(), device));
    seats.forEach((id, users) -> {
      var classroom = new Classroom(id);
      for (String user : users) {
        classroom.members().add(Objects.requireNonNull(byUser.get(user), user));
      }
      classrooms.put(id, classroom);
    });
  }

  /** Calls a service and returns what it answers. */
  JsonNode ask(ChatDevice device, String elements) {
    JsonNode answer = JSON.readTree(await(device.call(elements), elements + " is not answered"));
    if (!answer.path(0).isNull()) {
      throw new IllegalStateException("the server refused " + elements + ": " + answer.path(0));
    }
    return answer.path(1);
  }

  /** Calls an event of the chat and returns what it is acked with. */
  JsonNode tell(ChatDevice device, String elements) {
    JsonNode answer = JSON.readTree(await(device.call(elements), elements + " is not acked"));
    if (!answer.path(0).path("ok").booleanValue(false)) {
      throw new IllegalStateException("the server refused " + elements + ": " + answer);
    }
    return answer.path(0);
  }

  PushedDialect dialect() {
    return dialect;
  }

  List<ChatDevice> devices() {
    return devices;
  }

  List<Classroom> classrooms() {
    return List.copyOf(classrooms.values());
  }

  /** From now on acks and deliveries are those of this load. */
  void carry(ChatLoad newLoad) {
    call(() -> {
      load = newLoad;
      return newLoad;
    });
  }

  /** Does something on the event loop and waits for what it gives. */
  <T> T call(Supplier<T> task) {
    return await(CompletableFuture.supplyAsync(task, loop), "the load generator is too busy");
  }

  <T> T await(CompletableFuture<T> done, String otherwise) {
    try {
      CompletableFuture.anyOf(failure, done).get(WAIT_SECONDS, TimeUnit.SECONDS);
      return done.join();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IllegalStateException(cause == null ? otherwise : cause.getMessage(), failed);
    } catch (TimeoutException late) {
      throw new IllegalStateException(otherwise, late);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stop);
    }
  }

  @Override
  public void close() {
    loop.execute(() -> devices.forEach(device -> device.socket().close()));
    clientLoop.close();
  }

  // On the event loop

  EventLoop loop() {
    return loop;
  }

  void onLoop(Runnable task) {
    loop.execute(task);
  }

  /** Ends the measurement: it would not be one. */
  void fail(String why) {
    failure.completeExceptionally(new IllegalStateException(why));
  }

  void signedIn() {
    joining.release();
  }

  void acked(int slot) {
    ChatLoad current = load;
    if (current != null) {
      current.acked(slot);
    }
  }

  /** A record was pushed: a conversation that a message changed, or a message's status. */
  void recordPushed() {
    ChatLoad current = load;
    if (current != null) {
      current.recordPushed();
    }
  }

  void delivered(ChatDevice device, int slot, long number) {
    ChatLoad current = load;
    if (current != null) {
      current.delivered(device, slot, number);
    }
  }
}
