// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Epoch;
import homeroom.storage.sqlite.SqliteLimits;
import homeroom.storage.sqlite.SqliteStores;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Going back to an earlier state of a store, as its operator does. */
class RestoreTest {

  private static final Instant NOW = Instant.parse("2026-11-27T08:15:30.000Z");

  @TempDir Path directory;

  private final StringWriter said = new StringWriter();

  @Test
  void aRestoredInstallationHasWhatTheBackupHasInANewEpoch() {
    Path data = directory.resolve("data");
    Path backup = directory.resolve("backup");
    Path restored = directory.resolve("restored");
    Conversation group;
    Fixtures school;
    Epoch first;
    try (SqliteStores stores = open(data)) {
      school = Fixtures.in(stores);
      group = school.group("Maths", school.ada, school.bob);
      first = stores.epochs().epoch();
      assertThat(run("backup", "--data", data.toString(), backup.toString())).isZero();
      school.send(group, school.ada, "after the backup");
    }
    assertThat(run("restore", "--data", restored.toString(), backup.toString())).isZero();
    assertThat(said.toString()).contains("serve --data " + restored);
    try (SqliteStores stores = open(restored)) {
      assertThat(stores.messages().head(school.schoolId(), group.id())).isZero();
      Epoch epoch = stores.epochs().epoch();
      assertThat(epoch.id()).isNotEqualTo(first.id());
      assertThat(epoch.since()).isEqualTo(NOW);
      assertThat(epoch.copied()).isFalse();
    }
    try (SqliteStores stores = open(backup)) {
      assertThat(stores.epochs().epoch()).isEqualTo(new Epoch(first.id(), first.since(), true));
    }
  }

  @Test
  void anEmptyDirectoryThatWasMadeBeforeIsRestoredInto() throws Exception {
    Path data = directory.resolve("data");
    open(data).close();
    Path backup = directory.resolve("backup");
    assertThat(run("backup", "--data", data.toString(), backup.toString())).isZero();
    Path made = Files.createDirectory(directory.resolve("made"));
    assertThat(run("restore", "--data", made.toString(), backup.toString())).isZero();
    assertThat(made.resolve(DataDirectory.STORE)).exists();
  }

  @Test
  void nothingThatIsThereIsOverwritten() {
    Path data = directory.resolve("data");
    open(data).close();
    assertThat(run("restore", "--data", data.toString(), data.toString())).isNotZero();
    assertThat(said.toString()).contains("is there already");
    Path nothing = directory.resolve("nothing");
    assertThat(run("restore", "--data", directory.resolve("new").toString(), nothing.toString()))
        .isNotZero();
    assertThat(said.toString()).contains("There is no backup in " + nothing);
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void anOperatorBeginsAnEpochUnlessAServerRuns() throws Exception {
    Path data = directory.resolve("data");
    Epoch first;
    try (SqliteStores stores = open(data)) {
      first = stores.epochs().epoch();
    }
    try (OpenStores served = DataDirectory.open(data).store().openAlone()) {
      assertThat(run("epoch", "new", "--data", data.toString())).isNotZero();
      assertThat(served.stores().epochs().epoch()).isEqualTo(first);
    }
    assertThat(run("epoch", "new", "--data", data.toString())).isZero();
    try (SqliteStores stores = open(data)) {
      assertThat(stores.epochs().epoch().id()).isNotEqualTo(first.id());
    }
  }

  private static SqliteStores open(Path data) {
    return SqliteStores.open(data.resolve(DataDirectory.STORE), SqliteLimits.DEFAULT);
  }

  private int run(String... arguments) {
    var out = new PrintWriter(said, true);
    return new CommandLine(
            new HomeroomCommand(), new CommandFactory(Clock.fixed(NOW, ZoneOffset.UTC)))
        .setOut(out)
        .setErr(out)
        .execute(arguments);
  }
}
