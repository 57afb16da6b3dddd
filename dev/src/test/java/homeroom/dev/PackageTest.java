// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The packages of what was built, on a clean Debian: installed, configured, started, upgraded and
 * removed with the five commands of the README. Needs root, debootstrap and its mirror.
 */
@Tag("long")
class PackageTest {

  private static final Checkout CHECKOUT = new Checkout(Path.of("..").toAbsolutePath().normalize());
  private static final Path DIST = CHECKOUT.root().resolve("dist");
  private static final String UNIT = "/usr/lib/systemd/system/homeroom.service";
  private static final Pattern EXEC = Pattern.compile("(?m)^ExecStart=(.*)$");
  private static final Pattern ADDED = Pattern.compile("Added \\S+ to My School as (\\S+)\\.");

  private static Path folder = Path.of("");

  @BeforeAll
  static void make() throws IOException {
    assumeTrue(CleanRoot.isPossible(), "a clean Debian takes root, dpkg-deb and debootstrap");
    folder = Files.createTempDirectory("homeroom-package");
    assertThat(new Packaging(CHECKOUT, "0.9.1").run()).isZero();
    assertThat(new Packaging(CHECKOUT, "0.9.2-SNAPSHOT").write()).isZero();
  }

  @AfterAll
  static void tidy() throws IOException {
    FileTree.deleteAll(folder);
    for (String name : List.of("0.9.1", "0.9.2~snapshot", "0.9.2-SNAPSHOT")) {
      for (Path file : FileTree.list(DIST)) {
        if (file.getFileName().toString().contains(name)) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void aSchoolWritesItsFirstMessageAfterFiveCommandsAndKeepsItWhateverIsUpgradedOrRemoved()
      throws Exception {
    CleanRoot root = CleanRoot.make(folder.resolve("root"));
    install(root, deb("0.9.1"));
    assertThat(mode(root.path("/etc/homeroom/homeroom.properties"))).isEqualTo("rw-r-----");
    assertThat(mode(root.path("/var/lib/homeroom"))).isEqualTo("rwx------");
    assertThat(root.root("command -v java").code()).isNotZero();
    for (String name : List.of(UNIT, UNIT.replace(".service", "@a.service"))) {
      CleanRoot.Answer unit = root.root("systemd-analyze verify --man=no " + name);
      assertThat(unit.code()).as(unit.text()).isZero();
    }
    int port = freePort();
    Files.writeString(
        root.path("/etc/homeroom/homeroom.properties"),
        "\nport=" + port + "\n",
        StandardOpenOption.APPEND);
    String message;
    try (Service service = new Service(root)) {
      userAdd(root, "head@my.school", "admin");
      String ada = userAdd(root, "ada@my.school", "teacher");
      message = send(port, token(root, "head@my.school"), ada);
      CleanRoot.Answer copied =
          root.root("install -d -o homeroom /backups && homeroom backup /backups/first");
      assertThat(copied.code()).as(copied.text()).isZero();
      assertThat(service.stop()).isZero();
    }
    assertThat(Files.exists(root.path("/usr/share/doc/homeroom/docs/limits.md"))).isTrue();
    assertThat(root.root("ls -l /var/lib/homeroom/homeroom.db").text())
        .contains("homeroom homeroom");

    install(root, deb("0.9.2~snapshot"));
    try (Service service = new Service(root)) {
      assertThat(read(port, token(root, "ada@my.school"), message)).contains("Hello!");
      assertThat(service.stop()).isZero();
    }

    goBackTo(root, "/backups/first");
    try (Service service = new Service(root)) {
      assertThat(read(port, token(root, "ada@my.school"), message)).contains("Hello!");
      assertThat(service.stop()).isZero();
    }

    assertThat(root.root("apt-get -y remove homeroom").code()).isZero();
    assertThat(Files.exists(root.path("/usr/lib/homeroom"))).isFalse();
    assertThat(Files.exists(root.path("/etc/homeroom/homeroom.properties"))).isTrue();
    CleanRoot.Answer purged = root.root("dpkg --purge homeroom");
    assertThat(purged.text()).contains("stay in /var/lib/homeroom");
    assertThat(purged.code()).isZero();
    assertThat(Files.exists(root.path("/etc/homeroom"))).isFalse();
    assertThat(Files.exists(root.path("/var/lib/homeroom/homeroom.db"))).isTrue();
  }

  @Test
  void theArchiveRunsWhereItIsUnpackedAndUsesItsCache() throws Exception {
    var here = new CleanRoot.Tools();
    Path archive = find("homeroom-0.9.1-linux-", ".tar.gz");
    Path home = Files.createDirectory(folder.resolve("a place with spaces"));
    assertThat(here.run(List.of("tar", "xzf", archive.toString(), "-C", home.toString())).code())
        .isZero();
    Path program = FileTree.list(home).getFirst().resolve("bin/homeroom");
    assertThat(here.run(List.of(program.toString(), "--version")).text()).startsWith("Homeroom ");
    CleanRoot.Answer strict =
        here.run(
            List.of("env", "HOMEROOM_JAVA_OPTS=-XX:AOTMode=on", program.toString(), "--version"));
    assertThat(strict.code()).as(strict.text()).isZero();
    assertThat(here.run(List.of("sh", "-c", "cd '" + DIST + "' && sha256sum -c SHA256SUMS")).text())
        .contains("OK")
        .doesNotContain("FAILED");
  }

  @Test
  void theImageNeedsNothingElseAndAnswersItsCheckOfHealth() throws Exception {
    var image = new OciImage(find("homeroom-0.9.1-linux-", ".oci.tar"), folder.resolve("layout"));
    Path root = Files.createDirectory(folder.resolve("container"));
    image.unpackLayers(root);
    int port = freePort();
    var container = new Container(root, image.config().path("config"), port);
    Process server = container.start(container.entryPoint());
    try {
      awaitReady(server);
      assertThat(container.run(container.healthCheck())).isZero();
      assertThat(container.run(List.of("homeroom", "user", "list"))).isZero();
      assertThat(ask(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))))
          .isNotEmpty();
      server.destroy();
      assertThat(server.waitFor()).isZero();
    } finally {
      server.destroyForcibly();
    }
    assertThat(container.run(container.healthCheck())).isEqualTo(1);
    Path database = root.resolve("var/lib/homeroom/homeroom.db");
    assertThat(Files.getAttribute(database, "unix:uid")).isEqualTo(10001);
    assertThat(mode(database)).isEqualTo("rw-------");
  }

  /** As docs/operations.md says. */
  private static void goBackTo(CleanRoot root, String backup) throws IOException {
    CleanRoot.Answer restored =
        root.root(
            "mv /var/lib/homeroom /var/lib/homeroom-damaged"
                + " && install -d -m 0700 -o homeroom -g homeroom /var/lib/homeroom"
                + " && homeroom restore "
                + backup);
    assertThat(restored.code()).as(restored.text()).isZero();
    assertThat(restored.text()).contains("Restored /var/lib/homeroom");
  }

  private static void install(CleanRoot root, Path deb) throws IOException {
    Files.copy(deb, root.path("/tmp/homeroom.deb"), StandardCopyOption.REPLACE_EXISTING);
    CleanRoot.Answer installed =
        root.root("apt-get -y --no-install-recommends install /tmp/homeroom.deb");
    assertThat(installed.code()).as(installed.text()).isZero();
  }

  private static String userAdd(CleanRoot root, String email, String role) throws IOException {
    CleanRoot.Answer added =
        root.root(
            ("echo 'correct horse' | homeroom user add --school 'My School' --email %s --role %s"
                    + " --password-file -")
                .formatted(email, role));
    Matcher id = ADDED.matcher(added.text());
    assertThat(id.find()).as(added.text()).isTrue();
    return id.group(1);
  }

  private static String token(CleanRoot root, String email) throws IOException {
    return root.root("homeroom token " + email).text().strip();
  }

  /** The id of the message. */
  private static String send(int port, String token, String to) throws Exception {
    String body = "{\"to\": \"" + to + "\", \"text\": \"Hello!\"}";
    String answer =
        ask(
            request(port, "/messages", token)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    Matcher id = Pattern.compile("\"_id\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }

  private static String read(int port, String token, String message) throws Exception {
    return ask(request(port, "/messages/" + message, token));
  }

  private static HttpRequest.Builder request(int port, String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("authorization", "Bearer " + token);
  }

  private static String ask(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  private static Path deb(String version) throws IOException {
    return find("homeroom_" + version + "_", ".deb");
  }

  private static Path find(String start, String end) throws IOException {
    return FileTree.list(DIST).stream()
        .filter(file -> file.getFileName().toString().startsWith(start))
        .filter(file -> file.getFileName().toString().endsWith(end))
        .findFirst()
        .orElseThrow();
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static void awaitReady(Process server) throws IOException {
    BufferedReader output = server.inputReader();
    String line = output.readLine();
    while (line != null && !line.startsWith("Homeroom is ready")) {
      line = output.readLine();
    }
    assertThat(line).isNotNull();
  }

  /** What the unit starts, as its user. */
  private static final class Service implements AutoCloseable {

    private final Process process;

    Service(CleanRoot root) throws IOException {
      Matcher exec = EXEC.matcher(Files.readString(root.path(UNIT)));
      assertThat(exec.find()).isTrue();
      process =
          root.start(
              "homeroom",
              "HOMEROOM_CONFIG=/etc/homeroom/homeroom.properties exec " + exec.group(1));
      awaitReady(process);
    }

    int stop() throws InterruptedException {
      process.destroy();
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
