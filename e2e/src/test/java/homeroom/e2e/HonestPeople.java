// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Students who chat while somebody attacks, from the same address: each sends, reads and signs in
 * again and again, and notes whatever was not answered as it should be, and how long it took.
 */
final class HonestPeople implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final int PATIENCE_SECONDS = 60;

  /** How often somebody connects who is told to come back, as official clients do. */
  private static final int TRIES = 20;

  private final ServerProcess server;
  private final String group;
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Queue<Long> micros = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean going = true;

  private HonestPeople(ServerProcess server, String group) {
    this.server = server;
    this.group = group;
  }

  static HonestPeople on(ServerProcess server) throws Exception {
    Person ada = Person.signedIn(server, "student11");
    Person ben = Person.signedIn(server, "student12");
    var people = new HonestPeople(server, ada.group("Homework", ben));
    people.begin("send", new Sender(people, ada));
    people.begin("send", new Sender(people, ben));
    people.begin("read", () -> people.read(ada));
    people.begin("post", () -> people.post(ben));
    people.begin("connect", () -> people.connect(ada));
    return people;
  }

  /** Something that people do; what it answers is what was wrong about it. */
  private interface Doing {
    @Nullable String once() throws Exception;
  }

  private void begin(String what, Doing doing) {
    threads.add(
        Thread.ofVirtual()
            .name("honest-" + what)
            .start(() -> {
              while (going) {
                long began = System.nanoTime();
                note(what, doing);
                micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began));
                LockSupport.parkNanos(PAUSE.toNanos());
              }
            }));
  }

  private void note(String what, Doing doing) {
    try {
      String fault = doing.once();
      if (fault != null) {
        wrong.add(what + ": " + fault);
      }
    } catch (Exception e) {
      wrong.add(what + ": " + e);
    }
  }

  /** Keeps one socket and sends on it. */
  private static final class Sender implements Doing {

    private final HonestPeople people;
    private final LightLine line;

    Sender(HonestPeople people, Person who) {
      this.people = people;
      this.line = connected(people.server, who);
    }

    @Override
    public @Nullable String once() throws Exception {
      JsonNode answer =
          line.call("message:send", Map.of("conversationId", people.group, "text", "Hello"))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return answer.path("ok").booleanValue(false) ? null : answer.toString();
    }
  }

  private @Nullable String read(Person who) throws Exception {
    Rest.Answer answer =
        who.rest().get("/messages?conversationId=" + group + "&$limit=10".replace("$", "%24"));
    return answer.status() == 200 ? null : answer.status() + " " + answer.raw().body();
  }

  private @Nullable String post(Person who) throws Exception {
    Rest.Answer answer =
        who.rest().post("/messages", Map.of("conversationId", group, "text", "x".repeat(3_000)));
    return answer.status() == 201 ? null : answer.status() + " " + answer.raw().body();
  }

  private @Nullable String connect(Person who) {
    connected(server, who).close();
    return null;
  }

  private static LightLine connected(ServerProcess server, Person who) {
    for (int i = 0; i < TRIES; i++) {
      var connected = new CompletableFuture<Boolean>();
      LightLine line =
          LightLine.open(
              server.url(),
              String.valueOf(who.rest().token()),
              (event, payload, ack) -> {
                ack.run();
                if (event.equals("connected")) {
                  connected.complete(true);
                }
              });
      var _ = line.ended().thenRun(() -> connected.complete(false));
      if (connected.completeOnTimeout(false, PATIENCE_SECONDS, TimeUnit.SECONDS).join()) {
        return line;
      }
      line.close();
    }
    throw new IllegalStateException("nobody could connect");
  }

  /** What was wrong since it was asked last. */
  List<String> takeWrong() {
    var all = new ArrayList<String>();
    for (String one = wrong.poll(); one != null; one = wrong.poll()) {
      all.add(one);
    }
    return all;
  }

  /**
   * How long answers took since it was asked last, the median and the 99th percentile; nothing if
   * there were none.
   */
  Optional<String> takeTimes() {
    var all = new ArrayList<Long>();
    for (Long one = micros.poll(); one != null; one = micros.poll()) {
      all.add(one);
    }
    all.sort(null);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "%d answers, p50 %.1f ms, p99 %.1f ms"
            .formatted(
                all.size(),
                all.get(all.size() / 2) / 1000.0,
                all.get(Math.min(all.size() - 1, all.size() * 99 / 100)) / 1000.0));
  }

  @Override
  public void close() {
    going = false;
    threads.forEach(Thread::interrupt);
  }
}
