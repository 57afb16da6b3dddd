// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import homeroom.bench.server.DemoServer;
import homeroom.bench.server.MeasuredCheckout;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What happens to a school on a day: bells, phones without network, classes that change, and a
 * server that is killed and restarted in the first two thirds. For one thread, which it runs on.
 */
final class Day {

  private static final int BELL_SECONDS = 60;
  private static final int ROSTER_SECONDS = 4;
  private static final int VITALS_SECONDS = 5;

  /** Of the devices, each second: one in so many loses its network. */
  private static final int LOSING = 150;

  private static final int LONGEST_LOSS_MILLIS = 60_000;
  private static final int SILENCE_MILLIS = 8_000;

  /** For so long a server is left alone, however long it took to come back. */
  private static final int SERVING_SECONDS = 5;

  /** And until one in so many devices has had an answer from it. */
  private static final int ANSWERED = 10;

  /** Every so many kills the server is also asked to stop. */
  private static final int KILLS_PER_RESTART = 5;

  private final SoakSchool school;
  private final MeasuredCheckout checkout;
  private final DemoServer.Setting setting;
  private final Random random;
  private final PrintWriter out;
  private final List<Vitals> vitals = new ArrayList<>();
  private final long start = System.nanoTime();
  private DemoServer server;
  private int process = 1;
  private long ready = System.nanoTime();

  /** Calls, by the servers before this one. */
  private long answeredBefore;

  /** Enrolments that were made by this day, with what the server calls them. */
  private final List<Enrolment> enrolments = new ArrayList<>();

  private record Enrolment(String id, String student, String conversation) {}

  Day(
      SoakSchool school,
      MeasuredCheckout checkout,
      DemoServer.Setting setting,
      DemoServer server,
      Random random,
      PrintWriter out) {
    this.school = school;
    this.checkout = checkout;
    this.setting = setting;
    this.server = server;
    this.random = random;
    this.out = out;
  }

  DemoServer server() {
    return server;
  }

  List<Vitals> vitals() {
    return vitals;
  }

  /**
   * The whole day, second by second. On a slow machine the server ends less often than it was to.
   */
  void pass(Duration length, int kills) throws IOException, InterruptedException {
    NavigableMap<Long, Boolean> ends = ends(length, kills);
    for (long second = 1; second <= length.toSeconds(); second++) {
      until(second);
      if (!ends.isEmpty()
          && ends.firstKey() <= TimeUnit.SECONDS.toMillis(second)
          && hasServed()
          && secondsSince(start) * 3 <= length.toSeconds() * 2) {
        end(ends.pollFirstEntry().getValue());
      }
      if (secondsSince(start) <= second) { // those that passed while a server started are no more
        loseSome();
      }
      if (second % BELL_SECONDS == 0) {
        ring();
      }
      if (second % ROSTER_SECONDS == 0) {
        changeClasses();
      }
      long age = secondsSince(ready);
      if (age > 0 && age % VITALS_SECONDS == 0) {
        vitals.add(Vitals.of(server, process, (int) age));
      }
      if (second % BELL_SECONDS == 0) {
        tell(second);
      }
    }
  }

  private boolean hasServed() {
    return secondsSince(ready) >= SERVING_SECONDS
        && answered() - answeredBefore >= school.devices().size() / ANSWERED;
  }

  private long answered() {
    return school.call(() -> school.counts().acked);
  }

  private static long secondsSince(long nanoTime) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanoTime);
  }

  private void until(long second) {
    long deadline = start + TimeUnit.SECONDS.toNanos(second);
    while (System.nanoTime() < deadline) {
      LockSupport.parkNanos(deadline - System.nanoTime());
    }
  }

  /**
   * When the server ends, in milliseconds of the day: at even distances, each moved at random.
   *
   * @return true for a kill, false for a restart
   */
  private NavigableMap<Long, Boolean> ends(Duration length, int kills) {
    var ends = new TreeMap<Long, Boolean>();
    int all = kills + kills / KILLS_PER_RESTART;
    double distance = length.toMillis() * 2 / 3.0 / (all + 1);
    for (int i = 1; i <= all; i++) {
      long at = Math.round(distance * (i + random.nextDouble() / 2));
      ends.put(at, i % (KILLS_PER_RESTART + 1) != 0);
    }
    return ends;
  }

  private void end(boolean kill) throws IOException, InterruptedException {
    if (kill) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000)));
      server.kill();
    } else {
      server.close();
    }
    server = DemoServer.launch(checkout, setting);
    process++;
    ready = System.nanoTime();
    answeredBefore = answered();
    school.run(() -> {
      if (kill) {
        school.counts().kills++;
      } else {
        school.counts().restarts++;
      }
    });
  }

  private void loseSome() {
    int losing = Math.max(1, school.devices().size() / LOSING);
    for (int i = 0; i < losing; i++) {
      SoakDevice device = school.devices().get(random.nextInt(school.devices().size()));
      long millis = Math.round(500 * Math.pow(LONGEST_LOSS_MILLIS / 500.0, random.nextDouble()));
      boolean silent = random.nextInt(3) == 0;
      school.run(() -> {
        if (silent) {
          school.counts().silences++;
          device.silence(SILENCE_MILLIS);
        } else {
          school.counts().networkLosses++;
          device.lose(millis);
        }
      });
    }
  }

  /** Half of the school goes to another room. */
  private void ring() {
    for (SoakDevice device : school.devices()) {
      if (random.nextBoolean()) {
        int millis = 1_000 + random.nextInt(4_000);
        school.run(() -> device.leave(millis));
      }
    }
  }

  private void tell(long second) {
    Counts counts = school.counts();
    String line =
        school.call(() ->
            "%d min: %d connections, %,d changes stored, %,d pushes, %d kills, %d of what must not be"
                .formatted(
                    second / BELL_SECONDS,
                    counts.connections,
                    counts.acked,
                    counts.pushes,
                    counts.kills,
                    school.promises().violations()));
    out.println(line);
    out.flush();
  }

  // Classes that change

  /** An admin puts a student into a class, or takes one out who was put in before. */
  private void changeClasses() {
    SoakDevice admin = school.devices().getFirst();
    if (!school.call(admin::isReady)) {
      return;
    }
    try {
      if (enrolments.size() > school.devices().size() / 20 && random.nextBoolean()) {
        withdraw(admin, enrolments.remove(random.nextInt(enrolments.size())));
      } else {
        enrol(admin);
      }
    } catch (IllegalStateException lost) {
      // The server went meanwhile: whether it was done nobody can say, and nobody relies on it.
      out.println("A change of a class was not answered: " + lost.getMessage());
    }
  }

  private void enrol(SoakDevice admin) {
    SoakDevice student = someStudent();
    SoakDevice other = someStudent();
    String conversation = school.call(() -> aClassOf(other));
    if (conversation == null || school.call(() -> isIn(student, conversation))) {
      return;
    }
    JsonNode known =
        school.ask(other, "\"get\",\"conversations\",\"%s\",{}".formatted(conversation));
    String classId = known.path("classId").stringValue();
    String user = student.account().userId();
    school.run(() -> school.membership().changing(user, conversation));
    JsonNode link =
        school.ask(
            admin,
            "\"create\",\"class-enrollments\",{\"classId\":\"%s\",\"studentId\":\"%s\"},{}"
                .formatted(classId, user));
    enrolments.add(new Enrolment(link.path("_id").stringValue(), user, conversation));
    school.run(() -> {
      school.membership().joined(user, conversation);
      school.counts().rosterChanges++;
    });
  }

  private void withdraw(SoakDevice admin, Enrolment enrolment) {
    school.run(() -> school.membership().changing(enrolment.student(), enrolment.conversation()));
    school.ask(admin, "\"remove\",\"class-enrollments\",\"%s\",{}".formatted(enrolment.id()));
    long now = System.currentTimeMillis();
    school.run(() -> {
      school.membership().left(enrolment.student(), enrolment.conversation(), now);
      school.counts().rosterChanges++;
    });
  }

  private SoakDevice someStudent() {
    SoakDevice device;
    do {
      device = school.devices().get(random.nextInt(school.devices().size()));
    } while (!device.account().role().equals("student"));
    return device;
  }

  private static @Nullable String aClassOf(SoakDevice device) {
    return device.copy().conversations().entrySet().stream()
        .filter(known -> known.getValue().type().equals("class"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  private static boolean isIn(SoakDevice device, String conversation) {
    return device.copy().conversations().containsKey(conversation);
  }
}
