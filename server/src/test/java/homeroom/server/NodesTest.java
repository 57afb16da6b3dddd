// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import homeroom.chat.bus.NodeId;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import homeroom.storage.mongodb.RosterMapping;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Servers that are nodes on one database; no Redis answers, so that all goes by the database. */
class NodesTest {

  private static final String HILL = "hill.example";
  private static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);

  @TempDir private Path folder = Path.of("");

  private final List<Homeroom> open = new ArrayList<>();
  private MongoServer mongo;
  private String address = "";

  @SuppressWarnings("NullAway.Init")
  NodesTest() {}

  @BeforeEach
  void start() {
    mongo = new MongoServer(new MemoryBackend());
    address = mongo.bindAndGetConnectionString() + "/school";
  }

  @AfterEach
  void stop() {
    open.forEach(Homeroom::close);
    mongo.shutdownNow();
  }

  private Homeroom open(String data, String... arguments) throws IOException {
    var options = new ServerOptions();
    var all = new ArrayList<>(List.of("--port", "0", "--roster-poll-ms", "3600000"));
    all.addAll(List.of(arguments));
    var _ = new CommandLine(options).parseArgs(all.toArray(String[]::new));
    Path directory = folder.resolve(data);
    Homeroom opened =
        Homeroom.open(
            DataDirectory.open(directory, new MongoAddress(address, RosterMapping.OWN)),
            options,
            CLOCK);
    open.add(opened);
    return opened;
  }

  private Homeroom node(String name, String secret) throws IOException {
    return open(
        name,
        "--cluster",
        "redis://127.0.0.1:1",
        "--node",
        name,
        "--secret-file",
        folder.resolve(secret).toString());
  }

  /** Each waits until the one who is there renews its lease. */
  @Test
  void whoCannotBeANodeIsToldWhy() throws Exception {
    var _ = node("a", "secret");
    assertThatThrownBy(() -> node("a", "secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A node of the name 'a' lives");
    assertThatThrownBy(() -> node("b", "another-secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another secret");
    assertThatThrownBy(() -> open("alone"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no server runs without --cluster");
  }

  @Test
  void aNodeIsRefusedBesideAServerAloneAndOnAFile() throws Exception {
    var _ = open("alone");
    assertThatThrownBy(() -> node("a", "secret"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A Homeroom server without --cluster runs on this database");
    assertThatThrownBy(() ->
            new SqliteAddress(folder.resolve("homeroom.db"))
                .openAsNode(new NodeId("a", "1"), new byte[32]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--cluster goes with --store mongodb://");
  }

  /** Neither looks at the roster by itself for an hour. */
  @Test
  void whoIsSignedOutOrDeactivatedOnOneNodeIsRefusedByTheOther() throws Exception {
    Homeroom a = node("a", "secret");
    var school = new DemoSchool("Hill", HILL, a.ids(), CLOCK.instant(), "none");
    assertThat(a.roster().apply(school.changes(2))).isInstanceOf(RosterResult.Applied.class);
    a.start();
    Homeroom b = node("b", "secret");
    b.start();
    String admin = token(a, "admin");
    String teacher = token(a, "teacher1");
    assertThat(call(b, "GET", "/users", admin, "")).isEqualTo(200);
    assertThat(call(b, "GET", "/users", teacher, "")).isEqualTo(200);
    String path = "/users/" + user(a, "teacher1").id();
    assertThat(call(a, "PATCH", path, admin, "{\"active\":false}")).isEqualTo(200);
    await().until(() -> call(b, "GET", "/users", teacher, "") == 401);
    assertThat(call(a, "DELETE", "/authentication", admin, "")).isEqualTo(200);
    await().until(() -> call(b, "GET", "/users", admin, "") == 401);
  }

  private static User user(Homeroom homeroom, String name) {
    return homeroom.rosterStore().credentials(name + "@" + HILL).orElseThrow().user();
  }

  private static String token(Homeroom homeroom, String name) {
    return homeroom.tokens().issue(user(homeroom, name).id(), Duration.ofHours(1)).text();
  }

  private static int call(Homeroom homeroom, String method, String path, String token, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(homeroom.address() + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.discarding()).statusCode();
    }
  }
}
