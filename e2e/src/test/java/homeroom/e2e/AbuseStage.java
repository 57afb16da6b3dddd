// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A server with a small heap, honest people on it, and what has to be so after an attack. */
final class AbuseStage implements AutoCloseable {

  private static final String HEAP = "128m";
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final long LOG_BYTES = 1_000_000;
  private static final int CALM_ANSWERS = 500;

  /** What the collector may find more than before: caches, and what honest people are about. */
  private static final long HEAP_SLACK = 24_000_000;

  /** What honest people may have under way when it is looked at. */
  private static final Map<String, Integer> AT_REST =
      Map.of(
          "homeroom_unfinished_bytes", 100_000,
          "homeroom_unfinished_strangers_bytes", 20_000,
          "homeroom_requests", 8,
          "homeroom_calls_running", 8,
          "homeroom_calls_waiting", 0,
          "homeroom_store_reads_waiting", 0,
          "homeroom_store_writes_waiting", 8,
          "homeroom_passwords_waiting", 2,
          "homeroom_strangers", 8,
          "homeroom_connections", 60);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  final ServerProcess server;
  private final Path data;
  private final Path log;
  private final HonestPeople people;
  private final ServerJvm jvm;
  private final long heap;
  private final Map<String, Long> threads;

  /** How long honest people waited for their latest answers while nobody attacked. */
  private final List<Long> calm = new ArrayList<>();

  /**
   * @param limited whether users have the limits that they have by default; else only what all
   *     share is bounded, and is met sooner
   */
  AbuseStage(Path directory, boolean limited) throws Exception {
    this.log = directory.resolve("log");
    this.data = directory.resolve("data");
    var arguments = new ArrayList<>(List.of("demo", "--port", "0", "--data", data.toString()));
    if (!limited) {
      arguments.addAll(List.of("--message-rate", "0", "--call-rate", "0"));
    }
    this.server = ServerProcess.withHeap(HEAP, log, arguments);
    this.people = HonestPeople.on(server, limited ? HonestPeople.CALM : HonestPeople.BUSY);
    this.jvm = ServerJvm.of(server);
    this.heap = jvm.heap();
    this.threads = jvm.lastingThreads();
  }

  /** One of those who attack; answers what the server said, or nothing. */
  interface Attacker {
    String attack(int number) throws Exception;
  }

  /** Has all attack at once, each on a thread of its own, and looks what became of the server. */
  void attacked(Attack attack, Attacker attacker) throws Exception {
    attacked(attack, attack.times(), attacker);
  }

  /** The same over so many lines, each of which does its part of it one after another. */
  void attackedInTurns(Attack attack, int lines, Attacker attacker) throws Exception {
    attacked(
        attack,
        lines,
        line -> {
          var answers = new TreeSet<String>();
          for (int i = line; i < attack.times(); i += lines) {
            answers.add(attacker.attack(i));
          }
          return String.join(", ", answers);
        });
  }

  /** The same by so many attackers, who do it as often as it is to be done between them. */
  void attacked(Attack attack, int attackers, Attacker attacker) throws Exception {
    rest(people.takeTimes());
    String before = times(calm);
    long began = System.nanoTime();
    Set<String> answers = atOnce(attackers, attacker);
    String during = times(people.takeTimes());
    demandCountersAtRest();
    List<Long> after = people.takeTimes();
    rest(after);
    long took = Duration.ofNanos(System.nanoTime() - began).toMillis();
    demandRecovery();
    System.out.printf(
        "%s: honest people before %s; during %s; after %s; told %s; %d ms%n",
        attack, before, during, times(after), answers, took);
    var _ = people.takeTimes(); // those beside a full collection
    assertThat(people.takeWrong()).isEmpty();
    assertThat(attack.answers()).containsAll(answers);
  }

  private void rest(List<Long> micros) {
    calm.addAll(micros);
    calm.subList(0, Math.max(0, calm.size() - CALM_ANSWERS)).clear();
  }

  /** The median and the 99th percentile of what is in microseconds. */
  private static String times(List<Long> micros) {
    List<Long> all = micros.stream().sorted().toList();
    return all.isEmpty()
        ? "no answers"
        : "%d answers, p50 %.1f ms, p99 %.1f ms"
            .formatted(
                all.size(),
                all.get(all.size() / 2) / 1000.0,
                all.get(all.size() * 99 / 100) / 1000.0);
  }

  private static Set<String> atOnce(int attackers, Attacker attacker) throws Exception {
    var answers = new TreeSet<String>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> tasks =
          IntStream.range(0, attackers)
              .mapToObj(number -> (Callable<String>) () -> attacker.attack(number))
              .toList();
      for (Future<String> answer : threads.invokeAll(tasks)) {
        answers.addAll(List.of(answer.get().split(", ", -1)));
      }
    }
    answers.remove("");
    return answers;
  }

  private void demandCountersAtRest() throws Exception {
    assertThat(server.isAlive()).as(log()).isTrue();
    await()
        .atMost(RECOVERY)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          Map<String, Double> figures = figures();
          AT_REST.forEach(
              (name, most) -> assertThat(figures.get(name)).as(name).isLessThanOrEqualTo(most));
        });
  }

  private void demandRecovery() throws Exception {
    await()
        .atMost(RECOVERY)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(jvm.heap()).as("heap").isLessThan(heap + HEAP_SLACK));
    assertThat(jvm.lastingThreads()).isEqualTo(threads);
    assertThat(server.isAlive()).isTrue();
    assertThat(Files.size(log)).as("bytes of the log").isLessThan(LOG_BYTES);
    assertThat(log()).doesNotContain("OutOfMemory", "The thread ");
  }

  /** What the server has logged. */
  String log() throws Exception {
    return Files.readString(log);
  }

  /** Where the server keeps what it made for itself. */
  Path data() {
    return data;
  }

  /** The figures that have no labels. */
  private Map<String, Double> figures() throws Exception {
    var figures = new HashMap<String, Double>();
    metrics().stream()
        .filter(line -> line.startsWith("homeroom_") && !line.contains("{"))
        .map(line -> line.split(" ", -1))
        .forEach(parts -> figures.put(parts[0], Double.valueOf(parts[1])));
    return figures;
  }

  /** The lines of the page of metrics, asked for with the token that the server made. */
  List<String> metrics() throws Exception {
    String token = Files.readString(data.resolve("metrics-token")).strip();
    HttpResponse<String> page =
        CLIENT.send(
            new Rest(server.url(), token).request("/metrics").timeout(RECOVERY).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(page.statusCode()).isEqualTo(200);
    return page.body().lines().toList();
  }

  @Override
  public void close() throws IOException {
    people.close();
    jvm.close();
    server.close();
  }
}
