// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Bringing a school in from its files, as its IT lead does it, with the files of docs/schools. */
class RosterImportCommandTest {

  private static final Instant NOW = Instant.parse("2026-11-27T08:15:30.000Z");
  private static final Path EXAMPLES = examples();

  @TempDir Path directory;

  private StringWriter said = new StringWriter();

  @Test
  void aDryRunSaysWhatWouldChangeAndHowToApplyIt() {
    assertThat(run("--dry-run", oneRoster())).isZero();
    assertThat(said.toString())
        .contains(
            "OneRoster 1.2, for the school Hill School:",
            "school added: 1",
            "added: 49",
            "class added: 6",
            "comes into a class and its conversation: 90",
            "People of the role 'parent' are left out, since they have no place in the chat: 1.")
        .containsPattern(
            "Nothing was changed. To apply: \\S*homeroom roster import .* --apply \\w+");
    try (SqliteStores stores = stores()) {
      assertThat(stores.roster().schools()).isEmpty();
    }
  }

  @Test
  void whatADryRunShowedIsApplied() {
    assertThat(run("--dry-run", oneRoster())).isZero();
    assertThat(run("--apply", hash(), oneRoster())).isZero();
    assertThat(said.toString()).contains("Done: it is the roster of Hill School.");
    try (SqliteStores stores = stores()) {
      School school = stores.roster().schools().getFirst();
      assertThat(school.name()).isEqualTo("Hill School");
      assertThat(all(stores, school)).hasSize(49);
      User ada =
          all(stores, school).stream()
              .filter(user -> user.name().equals("Ada Arnold"))
              .findFirst()
              .orElseThrow();
      assertThat(ada.role()).isEqualTo(Role.STUDENT);
      assertThat(ada.email()).isNull();
      assertThat(ada.username()).isEqualTo("ada.arnold");
      assertThat(stores.roster().classesAttendedBy(school.id(), ada.id())).hasSize(2);
      assertThat(stores.roster().findClasses(school.id(), Query.where(Filter.ALL)).data())
          .extracting(SchoolClass::name)
          .contains("Class 5A", "Mathematics 6");
      assertThat(stores.audit().newest(school.id(), 1).getFirst().event().detail())
          .contains("oneroster, people: 49 added");
    }
  }

  @Test
  void theCommandThatADryRunPrintsIsAboutTheSameStore() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("two words"));
    Path config = Files.writeString(folder.resolve("my.properties"), "");
    String store = "sqlite:" + folder.resolve("chat.db");
    assertThat(run("--dry-run", "--store", store, "--config", config, oneRoster())).isZero();
    assertThat(said.toString())
        .containsPattern(
            "roster import .* --school 'Hill School' --data \\S+ --store '%s' --config '%s' --apply"
                .formatted(store, config));
  }

  @Test
  void theSettingsOfAServerAreEnoughWithoutItsSecrets() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("server.properties"),
            """
            oidc.hill.issuer=https://accounts.hill.example
            oidc.hill.client-id=homeroom
            oidc.hill.client-secret-file=/nowhere/secret-of-the-server
            oidc.hill.school=Hill School
            """);
    assertThat(run("--dry-run", "--config", config, oneRoster())).isZero();
    assertThat(run("--yes", "--config", config, oneRoster())).isZero();
    assertThat(said.toString()).contains("Done: it is the roster of Hill School.");
    Files.writeString(config, "oidc.hill.isuer=https://accounts.hill.example");
    assertThat(run("--dry-run", "--config", config, oneRoster())).isEqualTo(2);
    assertThat(said.toString()).contains("There is no setting oidc.hill.isuer");
  }

  @Test
  void applyingAgainChangesNothing() {
    assertThat(run("--yes", oneRoster())).isZero();
    assertThat(run("--yes", oneRoster())).isZero();
    assertThat(said.toString()).endsWith("there is nothing to do.\n");
  }

  @Test
  void aHashOfOtherFilesIsRefused() {
    assertThat(run("--apply", "0123456789abcdef", oneRoster())).isEqualTo(1);
    assertThat(said.toString()).contains("changed since the dry run", "Nothing was changed.");
    assertThat(run("--dry-run", oneRoster())).isZero();
  }

  @Test
  void errorsNameFileLineAndColumnAndChangeNothing() throws IOException {
    Path copy = copy();
    Path users = copy.resolve("users.csv");
    Files.writeString(
        users, Files.readString(users).replace("tom.albers@hill.example", "tom at hill"));
    assertThat(run("--yes", copy)).isEqualTo(2);
    assertThat(said.toString())
        .contains("users.csv, line 3, email: 'tom at hill' is no e-mail address")
        .contains("1 error. Nothing was changed.");
  }

  @Test
  void manyDeactivationsNeedAWord() throws IOException {
    assertThat(run("--yes", oneRoster())).isZero();
    Path copy = copy();
    List<String> lines = Files.readAllLines(copy.resolve("users.csv"));
    Files.write(copy.resolve("users.csv"), lines.subList(0, 30));
    List<String> enrollments = Files.readAllLines(copy.resolve("enrollments.csv"));
    Files.write(copy.resolve("enrollments.csv"), enrollments.subList(0, 11));
    assertThat(run("--yes", copy)).isEqualTo(3);
    assertThat(said.toString()).contains("of 49 active people would be deactivated");
    assertThat(run("--yes", "--allow-deactivations", copy)).isZero();
    try (SqliteStores stores = stores()) {
      School school = stores.roster().schools().getFirst();
      assertThat(all(stores, school).stream().filter(User::active)).hasSize(29);
      assertThat(all(stores, school)).hasSize(49);
    }
  }

  @Test
  void everyFormatOfTheExamplesBringsTheSamePeople() {
    assertThat(run("--yes", EXAMPLES.resolve("sds"))).isZero();
    assertThat(said.toString()).contains("School Data Sync 2.1", "added: 49", "class added: 6");
    assertThat(run("--yes", "--school", "Dale", EXAMPLES.resolve("people.csv"))).isEqualTo(2);
    assertThat(said.toString()).contains("is that of somebody of another school");
    directory = directory.resolve("other");
    assertThat(run("--yes", EXAMPLES.resolve("people.csv"))).isZero();
    assertThat(said.toString()).contains("people.csv, for", "added: 49", "class added: 6");
  }

  @Test
  void countsAndErrorsAreJsonForPrograms() {
    assertThat(run("--json", "--dry-run", oneRoster())).isZero();
    assertThat(said.toString())
        .startsWith("{\"format\":\"OneRoster 1.2\"")
        .contains("\"peopleAdded\":49", "\"result\":\"planned\"", "\"hash\":\"");
  }

  @Test
  void whatIsExportedIsWhatWasImported() {
    assertThat(run("--yes", oneRoster())).isZero();
    Path zip = directory.resolve("export.zip");
    assertThat(
            command(
                "roster", "export", "--data", data(), "--school", "Hill School", zip.toString()))
        .isZero();
    assertThat(run("--yes", zip)).isZero();
    assertThat(said.toString()).contains("nothing to do");
  }

  private int run(Object... arguments) {
    var all = new ArrayList<>(List.of("roster", "import", "--data", data()));
    boolean named = Stream.of(arguments).anyMatch("--school"::equals);
    if (!named) {
      all.addAll(List.of("--school", "Hill School"));
    }
    Stream.of(arguments).map(Object::toString).forEach(all::add);
    return command(all.toArray(String[]::new));
  }

  private int command(String... arguments) {
    said = new StringWriter();
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    var out = new PrintWriter(said, true);
    int code =
        new CommandLine(new HomeroomCommand(), new CommandFactory(clock))
            .setOut(out)
            .setErr(out)
            .execute(arguments);
    return code;
  }

  private String hash() {
    Matcher found = Pattern.compile("--apply (\\w+)").matcher(said.toString());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  private SqliteStores stores() {
    return SqliteStores.open(
        directory.resolve("data").resolve(DataDirectory.STORE), SqliteLimits.DEFAULT);
  }

  private static List<User> all(SqliteStores stores, School school) {
    return stores.roster().everything(school.id()).users();
  }

  private Path copy() throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (Stream<Path> files = Files.list(oneRoster())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static Path oneRoster() {
    return EXAMPLES.resolve("oneroster");
  }

  private static Path examples() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("docs/schools"))) {
      here = Objects.requireNonNull(here.getParent());
    }
    return here.resolve("docs/schools");
  }
}
