// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.imports.DesiredRoster;
import homeroom.chat.imports.ImportProgress;
import homeroom.chat.imports.RosterImports;
import homeroom.chat.imports.VersionedRosterStore;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.school.School;
import homeroom.chat.school.TimeOrderedIds;
import homeroom.rosterfiles.RosterFileLimits;
import homeroom.rosterfiles.RosterFiles;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files of a school become its roster: beside a running server, and whatever is killed. */
class RosterImportTest {

  private static final int KILLS = Integer.getInteger("homeroom.roster.kills", 3);

  /** Of the roster that is killed on the way; 10 000 are a whole district. */
  private static final int PEOPLE = Integer.getInteger("homeroom.roster.people", 300);

  private static final int CLASS = 25;

  @TempDir Path directory;

  @Test
  void aServerThatRunsShowsTheNewRosterToWhoeverIsConnected() throws Exception {
    Path data = directory.resolve("school");
    // It sees what a command made current however seldom it looks for other changes.
    try (ServerProcess server = servedWithHead(data, "--roster-poll-ms", "86400000")) {
      Person head = Person.signedIn(server, "head@hill.example", "correct horse");
      ServerProcess.Finished done = run(data, "Hill School", Path.of("../docs/schools/oneroster"));
      assertThat(done.output()).contains("Done: it is the roster of Hill School.");
      assertThat(done.exitCode()).isZero();
      JsonNode classes = head.rest().get("/classes").body();
      assertThat(classes.get("total").asInt()).isEqualTo(6);
      JsonNode people = head.rest().get("/users?$limit=0").body();
      assertThat(people.get("total").asInt()).isEqualTo(50);
      JsonNode audit = head.rest().get("/audit?action=roster.imported").body();
      assertThat(audit.get("data").get(0).get("actor").asString()).isEqualTo("(operator)");
    }
  }

  @Test
  void anAdminBringsAFileOverTheWireAndHearsHowFarItIs() throws Exception {
    Path data = directory.resolve("wire");
    try (ServerProcess server = servedWithHead(data)) {
      Person head = Person.signedIn(server, "head@hill.example", "correct horse");
      ChatClient hears =
          ChatClient.open(
              server, Map.of("token", String.valueOf(head.rest().token()), "events", "feathers"));
      hears.awaitEvent("connected");
      byte[] zip =
          Files.readAllBytes(
              new District("1.1", 30, 2).writeAll(directory.resolve("wire.zip"), "New"));
      String file = "/roster-imports/" + uploaded(head.rest(), "wire.zip", zip);
      JsonNode planned = await(head.rest(), file, "planned");
      assertThat(planned.at("/counts/peopleAdded").asInt()).isGreaterThan(20);
      assertThat(planned.get("changes")).isNotEmpty();
      Rest.Answer applied =
          head.rest().patch(file, Map.of("apply", planned.get("hash").stringValue()));
      assertThat(applied.status()).isEqualTo(200);
      JsonNode done = await(head.rest(), file, "done");
      assertThat(done.get("by").stringValue()).isEqualTo(head.id());
      assertThat(head.rest().get("/roster-imports").body().get("total").asInt()).isEqualTo(1);
      hears.awaitEvent(
          "roster-imports patched", heard -> heard.get("state").asString().equals("done"));
      assertThat(head.rest().get("/users?$limit=0").body().get("total").asInt()).isGreaterThan(30);
      hears.close();
    }
  }

  /** A server of Hill School, where one admin is. */
  private static ServerProcess servedWithHead(Path data, String... options) throws Exception {
    List<String> add =
        List.of("user", "add", "--school", "Hill School", "--email", "head@hill.example");
    assertThat(ServerProcess.run(with(add, data), "HOMEROOM_PASSWORD", "correct horse").exitCode())
        .isZero();
    var serve = new ArrayList<>(List.of("serve", "--port", "0", "--host", "127.0.0.1"));
    serve.addAll(List.of(options));
    return ServerProcess.start(with(serve, data));
  }

  private static String uploaded(Rest rest, String name, byte[] file) throws Exception {
    JsonNode begun = rest.post("/roster-imports", Map.of("name", name, "size", file.length)).body();
    String id = begun.get("_id").stringValue();
    int half = file.length / 2;
    for (int from : List.of(0, half)) {
      byte[] piece = Arrays.copyOfRange(file, from, from == 0 ? half : file.length);
      String data = Base64.getEncoder().encodeToString(piece);
      Rest.Answer answer =
          rest.patch("/roster-imports/" + id, Map.of("offset", from, "data", data));
      assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    }
    return id;
  }

  private static JsonNode await(Rest rest, String path, String state) {
    return Awaitility.await()
        .until(() -> rest.get(path).body(), now -> now.path("state").asString("").equals(state));
  }

  @Test
  void aKillLeavesTheOldRosterOrTheNewOne() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    Path data = directory.resolve("killed");
    var district = new District("1.2", PEOPLE, Math.max(20, PEOPLE / CLASS));
    Path old = district.writeAll(directory.resolve("old.zip"), "Old");
    long began = System.nanoTime();
    assertThat(run(data, "District", old).exitCode()).isZero();
    long took = System.nanoTime() - began;
    for (int round = 0; round < KILLS; round++) {
      Path next = district.writeAll(directory.resolve("next" + round + ".zip"), "Name" + round);
      Process process = ServerProcess.begin(arguments(data, "District", next));
      var _ = process.waitFor((long) (took * random.nextDouble()), TimeUnit.NANOSECONDS);
      process.destroyForcibly().onExit().join();
      boolean isNew = isRoster(data, next);
      assertThat(isNew || isRoster(data, old)).as("seed " + seed).isTrue();
      if (isNew) {
        old = next;
      }
    }
    assertThat(run(data, "District", old).output()).contains("nothing to do");
  }

  /** Whether a server that starts now has just this roster. */
  private static boolean isRoster(Path data, Path zip) throws Exception {
    Clock clock = Clock.systemUTC();
    try (SqliteStores stores =
        SqliteStores.open(data.resolve("homeroom.db"), SqliteLimits.DEFAULT)) {
      var imports =
          new RosterImports(
              new VersionedRosterStore(stores.roster()),
              stores.rosterImports(),
              new SchoolAdmins(stores.roster(), _ -> false, stores.adminGuard()),
              stores.audit(),
              () -> {},
              one -> ZoneId.systemDefault(),
              clock,
              new TimeOrderedIds(clock, new SecureRandom()));
      var _ = imports.takeUpAlone(ImportProgress.NONE);
      School school = imports.school("District");
      DesiredRoster wanted =
          Objects.requireNonNull(new RosterFiles(RosterFileLimits.DEFAULT).read(zip).roster());
      return imports.plan(school, wanted).isNothing();
    }
  }

  private static ServerProcess.Finished run(Path data, String school, Path path) throws Exception {
    return ServerProcess.run(arguments(data, school, path));
  }

  private static List<String> arguments(Path data, String school, Path path) {
    return with(
        List.of(
            "roster",
            "import",
            path.toString(),
            "--school",
            school,
            "--yes",
            "--allow-deactivations"),
        data);
  }

  private static List<String> with(List<String> arguments, Path data) {
    var all = new ArrayList<>(arguments);
    all.addAll(List.of("--data", data.toString()));
    return all;
  }
}
