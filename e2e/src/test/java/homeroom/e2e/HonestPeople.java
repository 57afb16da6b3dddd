// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /**
   * How they go about it.
   *
   * @param pairs of two who do everything there is to do between them
   * @param pause of each between two things
   */
  record Pace(int pairs, Duration pause) {}

  /** Two who never rest. */
  static final Pace BUSY = new Pace(1, Duration.ofMillis(150));

  /** A class as it is, within every limit of one user. */
  static final Pace CALM = new Pace(7, Duration.ofMillis(2_200));

  /** The numbers of the demo's students who are honest begin here. */
  private static final int FIRST_STUDENT = 11;

  private static final int PATIENCE_SECONDS = 60;

  /** How often somebody connects who is told to come back, as official clients do. */
  private static final int TRIES = 20;

  private final ServerProcess server;
  private final Pace pace;
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Queue<Long> micros = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean going = true;

  private HonestPeople(ServerProcess server, Pace pace) {
    this.server = server;
    this.pace = pace;
  }

  static HonestPeople on(ServerProcess server, Pace pace) throws Exception {
    var people = new HonestPeople(server, pace);
    for (int i = 0; i < pace.pairs(); i++) {
      Person ada = Person.signedIn(server, "student" + (FIRST_STUDENT + 2 * i));
      Person ben = Person.signedIn(server, "student" + (FIRST_STUDENT + 2 * i + 1));
      String group = ada.group("Homework", ben);
      people.begin("send", new Sender(people, ada, group));
      people.begin("send", new Sender(people, ben, group));
      people.begin("read", () -> read(ada, group));
      people.begin("post", () -> post(ben, group));
      people.begin("connect", () -> people.connect(ada));
    }
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
                LockSupport.parkNanos(pace.pause().toNanos());
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

    private final String group;
    private final LightLine line;

    Sender(HonestPeople people, Person who, String group) {
      this.group = group;
      this.line = connected(people.server, who);
    }

    @Override
    public @Nullable String once() throws Exception {
      JsonNode answer =
          line.call("message:send", Map.of("conversationId", group, "text", "Hello"))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return answer.path("ok").booleanValue(false) ? null : answer.toString();
    }
  }

  private static @Nullable String read(Person who, String group) throws Exception {
    Rest.Answer answer =
        who.rest().get("/messages?conversationId=" + group + "&$limit=10".replace("$", "%24"));
    return answer.status() == 200 ? null : answer.status() + " " + answer.raw().body();
  }

  private static @Nullable String post(Person who, String group) throws Exception {
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

  /** How long each answer took since it was asked last, in microseconds. */
  List<Long> takeTimes() {
    var all = new ArrayList<Long>();
    for (Long one = micros.poll(); one != null; one = micros.poll()) {
      all.add(one);
    }
    return all;
  }

  @Override
  public void close() {
    going = false;
    threads.forEach(Thread::interrupt);
  }
}
