// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The image of a program of one file; {@link PackageTest} starts that of the real one. */
class ContainerImageTest {

  @TempDir private Path folder;
  private Path dist = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ldd")), "the libraries of a Linux");
    dist = Files.createDirectory(folder.resolve("dist"));
    FileTree.copyAll(Path.of("../deploy/container"), folder.resolve("deploy/container"));
    Path program = folder.resolve("server/target/package/program");
    Checkout.create(program.resolve("bin"));
    Checkout.create(program.resolve("runtime/bin"));
    FileTree.copy(Path.of("../deploy/package/homeroom"), program.resolve("bin/homeroom"));
    FileTree.copy(Path.of(Processes.java()), program.resolve("runtime/bin/java"));
  }

  @Test
  void everyPartHasTheKindSizeAndDigestThatItIsNamedBy() throws IOException {
    assertThat(new OciImage(make("0.9.1"), folder.resolve("layout")).names())
        .containsOnly("homeroom:0.9.1");
  }

  @Test
  void aContainerIsNobodysRootAndKeepsItsDataInAVolume() throws IOException {
    JsonNode image = new OciImage(make("0.9.1"), folder.resolve("layout")).config();
    assertThat(image.path("os").stringValue()).isEqualTo("linux");
    assertThat(image.path("architecture").stringValue()).isIn("amd64", "arm64");
    JsonNode config = image.path("config");
    assertThat(config.path("User").stringValue()).isEqualTo("10001:10001");
    assertThat(config.path("Volumes").propertyNames()).containsExactly("/var/lib/homeroom");
    assertThat(config.path("Env").valueStream().map(JsonNode::stringValue))
        .contains("HOMEROOM_DATA=/var/lib/homeroom");
    assertThat(config.path("ExposedPorts").propertyNames()).containsExactly("3030/tcp");
    assertThat(config.path("Entrypoint").path(0).stringValue())
        .isEqualTo("/opt/homeroom/bin/homeroom");
    assertThat(config.path("Healthcheck").path("Test").path(1).stringValue())
        .isEqualTo("/usr/bin/homeroom-health");
  }

  @Test
  void theSameProgramMakesTheSameImage() throws IOException {
    byte[] first = Files.readAllBytes(make("0.9.1"));
    assertThat(make("0.9.1")).hasBinaryContent(first);
  }

  @Test
  void theLibrariesComeWithTheRecordsAndLicencesOfTheirPackages() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-query")), "packages of Debian");
    Path root = folder.resolve("machine");
    new MachineFiles(root).copyFor(folder.resolve("server/target/package/program"));
    assertThat(root.resolve("var/lib/dpkg/status.d/libc6")).content().contains("Package: libc6\n");
    assertThat(root.resolve("usr/share/doc/libc6/copyright")).exists();
    assertThat(root.resolve("var/lib/dpkg/status.d/bash")).exists();
    assertThat(root.resolve("etc/os-release")).exists();
  }

  private Path make(String version) throws IOException {
    var checkout = new Checkout(folder);
    var packaging = new Packaging(checkout, version);
    Path made = new ContainerImage(checkout, packaging, folder.resolve("container")).into(dist);
    assertThat(FileTree.list(dist)).isEqualTo(List.of(made));
    return made;
  }
}
