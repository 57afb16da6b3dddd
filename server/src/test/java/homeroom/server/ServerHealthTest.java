// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.User;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service {@code health} says to the admins of a school. */
class ServerHealthTest {

  private static final String HILL = "hill.example";
  private static final String VALE = "vale.example";

  @TempDir private Path folder = Path.of("");

  private Path data;
  private Homeroom homeroom;

  @SuppressWarnings("NullAway.Init")
  ServerHealthTest() {}

  @BeforeEach
  void start() throws Exception {
    data = folder.resolve("data");
    var options = new ServerOptions();
    new CommandLine(options)
        .parseArgs("--port", "0", "--backup-dir", folder.resolve("backups").toString());
    homeroom = Homeroom.open(DataDirectory.open(data), options, Clock.tickMillis(ZoneOffset.UTC));
    add("Hill", HILL);
    homeroom.start();
  }

  @AfterEach
  void stop() {
    homeroom.close();
  }

  @Test
  void theOnlySchoolOfAServerSeesAllOfIt() throws Exception {
    JsonNode health = health(HILL, "");
    assertThat(health.get("_id").stringValue()).isEqualTo(user("admin", HILL).schoolId().value());
    assertThat(health.get("version").stringValue()).isEqualTo(HomeroomCommand.VERSION);
    assertThat(names(health)).containsExactly("store", "disk", "backups", "clock", "queues");
    JsonNode store = health.get("store");
    assertThat(store.get("kind").stringValue()).isEqualTo("sqlite");
    assertThat(store.get("takesWrites").booleanValue()).isTrue();
    assertThat(store.get("durableMicros").longValue()).isPositive();
    assertThat(store.get("bytes").longValue()).isPositive();
    assertThat(store.get("freeBytes").longValue()).isPositive();
    assertThat(health.at("/queues/writes").intValue()).isZero();
    assertThat(health.get("devices").intValue()).isZero();
    assertThat(health.get("certificateEndsAt").isNull()).isTrue();
    assertThat(health.get("rosterImport").isNull()).isTrue();
  }

  @Test
  void whatAllSchoolsTakeIsNotToldToOneOfSeveral() throws Exception {
    add("Vale", VALE);
    JsonNode health = health(HILL, "");
    assertThat(health.get("queues").isNull()).isTrue();
    assertThat(health.at("/store/bytes").isNull()).isTrue();
    assertThat(health.at("/store/freeBytes").isNull()).isTrue();
    assertThat(health.at("/store/takesWrites").booleanValue()).isTrue();
    assertThat(names(health)).contains("disk", "queues");
    assertThat(health.toString()).doesNotContain("Vale", "MB", data.toString());
    assertThat(ask(VALE, "admin", user("admin", HILL).schoolId().value(), "").get("code").asInt())
        .isEqualTo(404);
  }

  @Test
  void aDirectoryThatIsGoneIsBroken() throws Exception {
    Files.move(data, folder.resolve("elsewhere"));
    JsonNode health = health(HILL, "");
    assertThat(health.get("status").stringValue()).isEqualTo("broken");
    assertThat(health.get("checks").toString()).contains("is not there, or cannot be read");
  }

  @Test
  void onlyAdminsAskAndOneFieldCanBeSelected() throws Exception {
    String school = user("admin", HILL).schoolId().value();
    assertThat(ask(HILL, "teacher1", school, "").at("/data/code").stringValue())
        .isEqualTo("health-not-yours");
    JsonNode selected = health(HILL, "?$select[]=version");
    assertThat(selected.propertyNames()).containsExactlyInAnyOrder("_id", "version");
  }

  private JsonNode health(String domain, String query) throws Exception {
    return ask(domain, "admin", user("admin", domain).schoolId().value(), query);
  }

  private JsonNode ask(String domain, String who, String school, String query) throws Exception {
    String token = homeroom.tokens().issue(user(who, domain).id(), Duration.ofHours(1)).text();
    String path = "/health/" + school + query.replace("[", "%5B").replace("]", "%5D");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(homeroom.address() + path))
            .header("authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return JsonMapper.shared().readTree(client.send(request, BodyHandlers.ofString()).body());
    }
  }

  private static List<String> names(JsonNode health) {
    return health
        .get("checks")
        .valueStream()
        .map(check -> check.get("name").stringValue())
        .collect(Collectors.toList());
  }

  private User user(String name, String domain) {
    return homeroom.rosterStore().credentials(name + "@" + domain).orElseThrow().user();
  }

  private void add(String name, String domain) {
    var school = new DemoSchool(name, domain, homeroom.ids(), homeroom.clock().instant(), "none");
    assertThat(homeroom.roster().apply(school.changes(2))).isInstanceOf(RosterResult.Applied.class);
  }
}
