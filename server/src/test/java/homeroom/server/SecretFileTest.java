// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
  void aTokenForTheMetricsMayBeTheOperatorsOwnButNotEmpty() throws Exception {
    Path file = folder.resolve("metrics-token");
    Files.writeString(file, " our own \n");
    DataDirectory.OwnerOnly.restrict(file, "rw-------");
    assertThat(SecretFile.textOrMake(file)).isEqualTo("our own");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> SecretFile.textOrMake(file)).hasMessageContaining("is empty");
  }
}
