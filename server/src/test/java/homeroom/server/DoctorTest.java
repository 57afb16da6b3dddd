// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code doctor} says of an installation, and how it exits. */
class DoctorTest {

  /** With a space in it, as folders may have: what is to be run names each as one word. */
  @TempDir private Path parent = Path.of("");

  private Path folder = Path.of("");

  private Clock clock = Clock.systemUTC();
  private Path data = Path.of("");
  private Path store = Path.of("");
  private Path backups = Path.of("");

  private record Answer(int code, String text) {}

  @BeforeEach
  void install() throws Exception {
    folder = Files.createDirectory(parent.resolve("a school's data"));
    data = folder.resolve("data");
    store = data.resolve(DataDirectory.STORE);
    backups = folder.resolve("backups");
    DataDirectory directory = DataDirectory.open(data);
    assertThat(directory.secret()).isNotEmpty();
    try (SqliteStores stores = SqliteStores.open(store, SqliteLimits.DEFAULT)) {
      new BackupFolder(backups).make(new BackupCopy(stores, directory, clock), clock.instant());
    }
  }

  @Test
  void aSoundInstallationHasNothingBrokenAndIsNotChanged() throws Exception {
    byte[] before = Files.readAllBytes(store);
    Answer answer = ask();
    assertThat(answer.text())
        .contains("The store is whole", "0 hours old", "is free.", "durable after", "MB of heap")
        .doesNotContain("broken ");
    assertThat(answer.code()).isLessThan(2);
    assertThat(Files.readAllBytes(store)).isEqualTo(before);
  }

  @Test
  void aDamagedPageIsNamedAndBroken() throws Exception {
    try (var raw = new RandomAccessFile(store.toFile(), "rw")) {
      raw.seek(3 * 4096);
      raw.write(0xff);
    }
    Answer answer = ask();
    assertThat(answer.text()).contains("broken   The store " + store + " is damaged");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void aSecretThatOthersCanReadIsBrokenWithTheCommand() throws Exception {
    Files.setPosixFilePermissions(
        data.resolve(DataDirectory.SECRET), PosixFilePermissions.fromString("rw-r--r--"));
    Answer answer = ask();
    assertThat(answer.text())
        .contains("run: chmod 600 " + Program.word(data.resolve(DataDirectory.SECRET).toString()));
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void aBackupThatIsTwiceAsOldAsItShouldBeIsBroken() {
    clock = Clock.fixed(Instant.now().plus(Duration.ofHours(49)), ZoneOffset.UTC);
    Answer answer = ask();
    assertThat(answer.text()).contains("is 49 hours old.");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void aPortThatAnotherProgramHasIsBroken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Answer answer = ask("--port", String.valueOf(taken.getLocalPort()));
      assertThat(answer.text()).contains("cannot be listened on", "run: ss -ltnp");
      assertThat(answer.code()).isEqualTo(2);
    }
  }

  @Test
  void aLineOfTheConfigurationThatIsNoOptionIsAWarning() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("p"), "mesage-rate=3\nport=3030\nmongodb.users=x\noidc.hill.issuer=x\n");
    assertThat(ask("--config", file.toString()).text())
        .contains("warning  The line mesage-rate of " + file)
        .doesNotContain("The line port", "The line mongodb", "The line oidc");
  }

  @Test
  void whatASettingWouldMendIsALineOfTheConfigurationWhereThereIsOne() throws Exception {
    Path file = Files.writeString(folder.resolve("p"), "port=3030\n");
    assertThat(ask("--config", file.toString()).text())
        .contains(
            "run: printf '%s\\n' 'trusted-proxy=127.0.0.1' >> "
                + Program.word(file.toString())
                + "    # and restart");
  }

  @Test
  void aStoreThatIsAnotherFileIsTheOneThatIsLookedAt() throws Exception {
    Path elsewhere = folder.resolve("elsewhere/school.db");
    Files.createDirectories(elsewhere.getParent());
    String address = SqliteAddress.SCHEME + elsewhere;
    assertThat(ask("--store", address).text()).contains("no school in " + elsewhere.getParent());
    Files.move(store, elsewhere);
    assertThat(ask("--store", address).text())
        .contains("The store is whole", "hours old")
        .doesNotContain("broken ");
    try (var raw = new RandomAccessFile(elsewhere.toFile(), "rw")) {
      raw.seek(3 * 4096);
      raw.write(0xff);
    }
    Answer answer = ask("--store", address);
    assertThat(answer.text()).contains("broken   The store " + elsewhere + " is damaged");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void aPortThatTheServerOfTheStoreHasIsNoFault() throws Exception {
    try (OpenStores served = new SqliteAddress(store).openAlone();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(served).isNotNull();
      Answer answer =
          ask(
              "--port",
              String.valueOf(taken.getLocalPort()),
              "--store",
              SqliteAddress.SCHEME + store);
      assertThat(answer.text()).doesNotContain("cannot be listened on");
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsBroken() {
    Answer answer = run("doctor", "--port", "0", "--data", folder.resolve("none").toString());
    assertThat(answer.text()).contains("There is no directory");
    assertThat(answer.code()).isEqualTo(2);
  }

  @Test
  void aCertificateThatCannotBeUsedIsBroken() throws Exception {
    Path pem = Files.writeString(folder.resolve("pem"), "no certificate");
    Answer answer = ask("--tls-cert", pem.toString(), "--tls-key", pem.toString());
    assertThat(answer.text()).contains("The certificate cannot be used");
    assertThat(answer.code()).isEqualTo(2);
  }

  private Answer ask(String... more) {
    var words =
        new ArrayList<>(
            List.of(
                "doctor",
                "--port",
                "0",
                "--data",
                data.toString(),
                "--backup-dir",
                backups.toString()));
    words.addAll(List.of(more));
    if (words.lastIndexOf("--port") != words.indexOf("--port")) {
      words.subList(1, 3).clear();
    }
    return run(words.toArray(String[]::new));
  }

  private Answer run(String... words) {
    var said = new StringWriter();
    var commands = new CommandLine(new HomeroomCommand(), new CommandFactory(clock));
    commands.setOut(new PrintWriter(said));
    int code = commands.execute(words);
    return new Answer(code, said.toString());
  }
}
