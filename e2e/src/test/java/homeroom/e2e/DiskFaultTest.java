// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A disk that fails and a clock that is set, below a whole server: nothing that was acknowledged is
 * lost, whoever runs the server is told in a sentence, and all goes on by itself when the cause is
 * gone.
 */
@Tag("long")
class DiskFaultTest {

  private static final int EACH = 5;

  /** Bytes of a page of the store. */
  private static final int PAGE = 4096;

  @TempDir private Path folder = Path.of("");

  private Path data = Path.of("");
  private Path log = Path.of("");
  private Faults faults;
  private ServerProcess server;
  private Rest teacher;
  private Rest admin;
  private String group = "";
  private final List<String> acknowledged = new ArrayList<>();
  private int sent;

  @SuppressWarnings("NullAway.Init")
  DiskFaultTest() {}

  @BeforeEach
  void start() throws Exception {
    data = folder.resolve("data");
    log = folder.resolve("log");
    faults = Faults.in(folder);
    serve();
    Person person = Person.signedIn(server, "teacher1");
    teacher = person.rest();
    admin = Person.signedIn(server, "admin").rest();
    group = person.group("Faults", Person.signedIn(server, "student1"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void serve() throws Exception {
    server =
        ServerProcess.startWith(
            faults.environment(data),
            log,
            List.of(
                "demo",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--message-rate",
                "0",
                "--call-rate",
                "0",
                "--check-after-seconds",
                "0"));
    if (teacher != null) {
      teacher = new Rest(server.url(), teacher.token());
      admin = new Rest(server.url(), admin.token());
    }
  }

  @Test
  void whatTheDiskRefusesIsNotAcknowledgedAndAllElseIsKept() throws Exception {
    for (Faults.Kind kind : List.of(Faults.Kind.WRITE, Faults.Kind.SYNC)) {
      for (int reason : List.of(Faults.EIO, Faults.ENOSPC, Faults.EROFS)) {
        sendAll(201);
        int before = faults.hurt();
        faults.set(kind, reason);
        List<String> refused = sendAll(503);
        assertThat(faults.hurt()).isGreaterThan(before);
        assertNotReady();
        faults.end();
        assertReady();
        for (String clientId : refused) {
          assertThat(send(clientId)).isIn(200, 201);
        }
        sendAll(201);
      }
    }
    assertThat(logged())
        .contains("The store takes no writes: ", "The store takes writes again.")
        .doesNotContain("OutOfMemory");
    assertAllIsThereAfterAKill();
  }

  /** To SQLite a page that cannot be read is a damaged one; it is tried anew each time. */
  @Test
  void whatCannotBeReadIsCalledDamageAndAllGoesOnWhenItCan() throws Exception {
    sendAll(201);
    server.kill();
    serve();
    int before = faults.hurt();
    faults.set(Faults.Kind.READ, Faults.EIO);
    assertThat(messages()).isEqualTo(500);
    assertThat(faults.hurt()).isGreaterThan(before);
    faults.end();
    assertThat(messages()).isEqualTo(200);
    sendAll(201);
    assertThat(logged())
        .contains("The store's file is damaged: stop the server, run doctor, and go back to a");
    assertAllIsThereAfterAKill();
  }

  private int messages() throws Exception {
    return teacher.get("/messages?conversationId=" + group).status();
  }

  @Test
  void aSlowDiskIsNamedAndLosesNothing() throws Exception {
    faults.set(Faults.Kind.SYNC_MILLIS, 150);
    sendAll(201);
    JsonNode health = health();
    assertThat(health.get("status").stringValue()).isNotEqualTo("fine");
    assertThat(health.get("checks").toString()).contains("ms, which every message waits for.");
    faults.end();
    sendAll(201);
    assertAllIsThereAfterAKill();
  }

  @Test
  void aClockThatIsSetKeepsTheOrderAndIsNamed() throws Exception {
    sendAll(201);
    for (int seconds : List.of(3_600, -3_600, 0)) {
      faults.set(Faults.Kind.CLOCK_SECONDS, seconds);
      sendAll(201);
      assertThat(health().get("checks").toString()).contains("The clock was set");
    }
    assertThat(logged()).contains("The clock was set forward by ", "The clock was set back by ");
    List<String> inOrder = new ArrayList<>();
    for (JsonNode message : CrashTest.all(teacher, group).values()) {
      inOrder.add(message.get("clientId").stringValue());
    }
    assertThat(inOrder).isEqualTo(acknowledged);
    assertAllIsThereAfterAKill();
  }

  @Test
  void aDirectoryThatIsMovedAwayTakesNothingWithIt() throws Exception {
    sendAll(201);
    Path away = folder.resolve("away");
    Files.move(data, away);
    List<String> refused = sendAll(503);
    assertNotReady();
    Files.move(away, data);
    assertReady();
    for (String clientId : refused) {
      assertThat(send(clientId)).isIn(200, 201);
    }
    assertAllIsThereAfterAKill();
    assertThat(logged()).contains("was moved, deleted or replaced while it was open");
  }

  @Test
  void inADirectoryThatWasDeletedNothingMoreIsAcknowledged() throws Exception {
    sendAll(201);
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(data);
    sendAll(503);
    assertNotReady();
    assertThat(health().get("checks").toString())
        .contains("The directory of the store is not there");
    assertThat(logged()).contains("go back to a backup");
  }

  @Test
  void aStartWithoutTheRightToWriteSaysSo() throws Exception {
    server.kill();
    for (int reason : List.of(Faults.EACCES, Faults.EROFS)) {
      faults.set(Faults.Kind.OPEN, reason);
      ServerProcess.Finished finished = run("serve", "--port", "0", "--data", data.toString());
      assertThat(finished.exitCode()).isNotZero();
      assertThat(finished.output())
          .contains(data.toString())
          .containsPattern("no permission|Read-only file system")
          .doesNotContain("\tat ", "Exception");
    }
    faults.end();
    serve();
    sendAll(201);
  }

  @Test
  void damageIsNamedByTheServerAndDoctorAndMendedByARestore() throws Exception {
    for (int i = 0; i < EACH; i++) { // in pages of their own, which come last
      assertThat(send("long" + i, "x".repeat(8_000))).isEqualTo(201);
    }
    Path backup = folder.resolve("backup");
    assertThat(run("backup", backup.toString(), "--data", data.toString()).exitCode()).isZero();
    assertThat(server.stop()).isZero();
    damage(1);
    serve();
    await().atMost(60, SECONDS).until(() -> logged().contains("The store is damaged: "));
    assertThat(health().get("status").stringValue()).isEqualTo("broken");
    assertThat(health().get("checks").toString()).contains("The store is damaged; the log of");
    assertThat(damagesInMetrics()).isPositive();
    server.kill();
    ServerProcess.Finished doctor = run("doctor", "--port", "0", "--data", data.toString());
    assertThat(doctor.exitCode()).isEqualTo(2);
    assertThat(doctor.output()).contains("is damaged", "run: ", " restore BACKUP");
    damage(Integer.MAX_VALUE);
    ServerProcess.Finished start = run("serve", "--port", "0", "--data", data.toString());
    assertThat(start.exitCode()).isNotZero();
    assertThat(start.output())
        .contains("The store's file is damaged: stop the server, run doctor, and go back to a")
        .doesNotContain("\tat ");
    Files.move(data, folder.resolve("broken"));
    assertThat(run("restore", backup.toString(), "--data", data.toString()).exitCode()).isZero();
    serve();
    assertAllIsThere();
  }

  /** In the last pages of the file, all but the first at most. */
  private void damage(int pages) throws IOException {
    try (var raw = new RandomAccessFile(data.resolve("homeroom.db").toFile(), "rw")) {
      long last = raw.length() / PAGE - 1;
      for (long page = last; page > Math.max(0, last - pages); page--) {
        raw.seek(page * PAGE);
        raw.write(0xff);
      }
    }
  }

  private ServerProcess.Finished run(String... arguments) throws Exception {
    var environment = new ArrayList<String>();
    faults.environment(data).forEach((name, value) -> environment.addAll(List.of(name, value)));
    return ServerProcess.run(List.of(arguments), environment.toArray(String[]::new));
  }

  private List<String> sendAll(int expected) throws Exception {
    var all = new ArrayList<String>();
    for (int i = 0; i < EACH; i++) {
      String clientId = "c" + sent++;
      assertThat(send(clientId)).isEqualTo(expected);
      all.add(clientId);
    }
    return all;
  }

  /** Sends a message, and notes it if that is acknowledged; the status. */
  private int send(String clientId) throws Exception {
    return send(clientId, "Hello " + clientId);
  }

  private int send(String clientId, String text) throws Exception {
    int status =
        teacher
            .post("/messages", Map.of("conversationId", group, "text", text, "clientId", clientId))
            .status();
    if (status < 300) {
      acknowledged.add(clientId);
    }
    return status;
  }

  private void assertNotReady() {
    await().atMost(20, SECONDS).until(() -> ready() == 503);
  }

  private void assertReady() {
    await().atMost(60, SECONDS).until(() -> ready() == 200);
  }

  private int ready() throws Exception {
    return Rest.anonymous(server).get("/health/ready").status();
  }

  private JsonNode health() throws Exception {
    String school = admin.get("/users?role=admin").body().at("/data/0/schoolId").stringValue();
    return admin.get("/health/" + school).body();
  }

  /** What the alert looks at. */
  private double damagesInMetrics() throws Exception {
    String token = Files.readString(data.resolve("metrics-token")).strip();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              new Rest(server.url(), token).request("/metrics").build(),
              HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("homeroom_store_damages "))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    }
  }

  private String logged() throws IOException {
    return Files.readString(log);
  }

  private void assertAllIsThereAfterAKill() throws Exception {
    server.kill();
    faults.end();
    serve();
    assertAllIsThere();
  }

  /** Every message that was acknowledged, once; and a store that takes more. */
  private void assertAllIsThere() throws Exception {
    var found = new ArrayList<String>();
    for (JsonNode message : CrashTest.all(teacher, group).values()) {
      found.add(message.get("clientId").stringValue());
    }
    assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
    sendAll(201);
  }
}
