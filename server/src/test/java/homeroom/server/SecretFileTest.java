// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that are for the operator alone. */
class SecretFileTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void aSecretIsMadeOnceForItsOwnerOnly() throws Exception {
    Path file = folder.resolve("secret");
    byte[] made = SecretFile.readOrMake(file);
    assertThat(SecretFile.readOrMake(file)).isEqualTo(made).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw-rw-", "rw-----w-", "r--r--r--"})
  void oneThatEverybodyCanReadOrChangeIsRefusedWithWhatToRun(String permissions) throws Exception {
    Path file = folder.resolve("secret");
    var _ = SecretFile.readOrMake(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> SecretFile.readOrMake(file))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("Run: chmod 600 " + file)
        .hasMessageNotContaining(Files.readString(file).strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
  void oneForItsOwnerAndAGroupIsTaken(String permissions) throws Exception {
    Path file = folder.resolve("secret");
    var _ = SecretFile.readOrMake(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThat(SecretFile.readOrMake(file)).hasSize(32);
  }

  @Test
  void aFileSystemWithoutLinksKeepsASecretToo() throws Exception {
    Path file = folder.resolve("secret");
    String made = SecretFile.textOrMake(file, SecretFileTest::refuse);
    assertThat(made).matches("[0-9a-f]{64}");
    assertThat(SecretFile.textOrMake(file)).isEqualTo(made);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void whatAnotherNodeMadeMeanwhileIsTakenWithoutLinksToo() throws Exception {
    Path file = folder.resolve("secret");
    String theirs = "ab".repeat(32);
    String read =
        SecretFile.textOrMake(
            file,
            (name, of) -> {
              Files.writeString(name, theirs);
              DataDirectory.OwnerOnly.restrict(name, "rw-------");
              refuse(name, of);
            });
    assertThat(read).isEqualTo(theirs);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  /** As Linux does on CIFS and exFAT. */
  private static void refuse(Path name, Path of) throws IOException {
    throw new FileSystemException(name.toString(), of.toString(), "Operation not permitted");
  }

  @Test
  void aTokenForTheMetricsMayBeTheOperatorsOwnButNotEmpty() throws Exception {
    Path file = folder.resolve("metrics-token");
    Files.writeString(file, " our own \n");
    DataDirectory.OwnerOnly.restrict(file, "rw-------");
    assertThat(SecretFile.textOrMake(file)).isEqualTo("our own");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> SecretFile.textOrMake(file)).hasMessageContaining("is empty");
  }
}
