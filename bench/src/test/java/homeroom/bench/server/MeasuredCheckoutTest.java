// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredCheckoutTest {

  @TempDir private Path folder;

  private void jar(String path, long seconds) throws IOException {
    Path jar = folder.resolve(path);
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);
    Files.setLastModifiedTime(jar, FileTime.from(java.time.Instant.ofEpochSecond(seconds)));
  }

  @Test
  void whateverItsVersionTheNewestJarComesFirstAndTheLibrariesLast() throws Exception {
    jar("server/target/server-1-SNAPSHOT.jar", 1);
    jar("server/target/server-0.1.0.jar", 2);
    jar("server/target/server-0.1.0-sources.jar", 3);
    jar("server/target/lib/chat-1-SNAPSHOT.jar", 1);
    jar("server/target/lib/homeroom-socketio-0.1.0.jar", 2);

    assertThat(
            MeasuredCheckout.of(folder).classPath("server").replace(folder.toRealPath() + "/", ""))
        .isEqualTo(
            "server/target/server-0.1.0.jar:server/target/server-1-SNAPSHOT.jar:"
                + "server/target/lib/homeroom-socketio-0.1.0.jar:"
                + "server/target/lib/chat-1-SNAPSHOT.jar");
  }

  @Test
  void whatIsNotBuiltHasNoClassPath() {
    assertThatThrownBy(() -> MeasuredCheckout.of(folder).classPath("server"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no jars");
  }

  @Test
  void itsOwnLauncherBuildsIt() throws Exception {
    MeasuredCheckout checkout = MeasuredCheckout.of(folder);
    assertThat(checkout.exists()).isFalse();
    Path launcher = Files.writeString(folder.resolve("homeroom"), "#!/bin/sh\necho $1 >built\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));

    assertThat(checkout.exists()).isTrue();
    checkout.build();

    assertThat(folder.resolve("built")).hasContent("--help");
  }

  @Test
  void theJarOfThisProgramHasNoVersion() throws Exception {
    jar("server/target/server-1-SNAPSHOT.jar", 1);
    jar("server/target/server.jar", 2);
    jar("server/target/lib/chat.jar", 1);
    assertThat(new MeasuredCheckout(folder).classPath("server"))
        .startsWith(folder.resolve("server/target/server.jar").toString());
  }
}
