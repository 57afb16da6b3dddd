// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A server with a small heap, honest people on it, and what has to be so after an attack. */
final class AbuseStage implements AutoCloseable {

  private static final String HEAP = "128m";
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final long LOG_BYTES = 1_000_000;

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
          "homeroom_strangers", 8,
          "homeroom_connections", 60);

  private static final String LOOKS = "GC.run\nGC.heap_info\nThread.print\n";
  private static final Pattern OLD_GENERATION = Pattern.compile("(?i)tenured.* used (\\d+)K");

  final ServerProcess server;
  private final Path log;
  private final HonestPeople people;
  private final Path looks;
  private final Look before;

  /** How long honest people waited for answers since the last attack. */
  private String calm = "no answers";

  AbuseStage(Path directory) throws Exception {
    this.log = directory.resolve("log");
    this.server =
        ServerProcess.withHeap(
            HEAP,
            log,
            List.of(
                "demo",
                "--port",
                "0",
                "--data",
                directory.resolve("data").toString(),
                "--message-rate",
                "0",
                "--call-rate",
                "0",
                "--metrics-public"));
    this.people = HonestPeople.on(server);
    this.looks = Files.writeString(directory.resolve("looks"), LOOKS);
    this.before = look();
  }

  /** One of those who attack; answers what the server said. */
  interface Attacker {
    String attack(int number) throws Exception;
  }

  /** Has all attack at once, each on a thread of its own, and looks what became of the server. */
  void attacked(Attack attack, Attacker attacker) throws Exception {
    attacked(attack, attack.times(), attacker);
  }

  /** The same by so many attackers, who do it as often as it is to be done between them. */
  void attacked(Attack attack, int attackers, Attacker attacker) throws Exception {
    String before = people.takeTimes().orElse(calm);
    Set<String> answers = atOnce(attackers, attacker);
    String during = people.takeTimes().orElse("no answers");
    demandRecovery();
    calm = people.takeTimes().orElse("no answers");
    System.out.printf(
        "%s: honest people before %s; during %s; after %s; told %s%n",
        attack, before, during, calm, answers);
    assertThat(people.takeWrong()).isEmpty();
    assertThat(attack.answers()).containsAll(answers);
  }

  private static Set<String> atOnce(int attackers, Attacker attacker) throws Exception {
    var answers = new HashSet<String>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> tasks =
          IntStream.range(0, attackers)
              .mapToObj(number -> (Callable<String>) () -> attacker.attack(number))
              .toList();
      for (Future<String> answer : threads.invokeAll(tasks)) {
        answers.add(answer.get());
      }
    }
    answers.remove("");
    return answers;
  }

  private void demandRecovery() throws Exception {
    assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
    await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> {
          Map<String, Double> figures = figures();
          AT_REST.forEach(
              (name, most) -> assertThat(figures.get(name)).as(name).isLessThanOrEqualTo(most));
        });
    await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          Look now = look();
          assertThat(now.heap()).as("heap").isLessThan(before.heap() + HEAP_SLACK);
          assertThat(now.loops()).as("threads of the network").isEqualTo(before.loops());
        });
    assertThat(server.isAlive()).isTrue();
    assertThat(Files.size(log)).isLessThan(LOG_BYTES);
    assertThat(Files.readString(log)).doesNotContain("OutOfMemory", "The thread ");
  }

  /** The figures that have no labels. */
  private Map<String, Double> figures() throws Exception {
    var figures = new HashMap<String, Double>();
    HttpResponse<String> page =
        HttpClient.newHttpClient()
            .send(
                Rest.anonymous(server).request("/metrics").timeout(RECOVERY).build(),
                HttpResponse.BodyHandlers.ofString());
    page.body()
        .lines()
        .filter(line -> line.startsWith("homeroom_") && !line.contains("{"))
        .map(line -> line.split(" ", -1))
        .forEach(parts -> figures.put(parts[0], Double.valueOf(parts[1])));
    return figures;
  }

  /**
   * What the server's JVM says of itself.
   *
   * @param heap bytes in use after a full collection
   * @param loops the threads of the network
   */
  private record Look(long heap, long loops) {}

  private Look look() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(server.pid()),
                "-f",
                looks.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    Matcher heap = OLD_GENERATION.matcher(output);
    if (!heap.find()) {
      throw new IllegalStateException("no old generation: " + output);
    }
    long loops = output.lines().filter(line -> line.startsWith("\"http-loop")).count();
    return new Look(Long.parseLong(heap.group(1)) * 1_024, loops);
  }

  @Override
  public void close() {
    people.close();
    server.close();
  }
}
