// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A container image of the program, for {@code docker load} and {@code podman load}, made without
 * either and without network: three layers, of which an upgrade mostly changes the last. There is
 * no distribution in it, only what of this machine's the program needs.
 */
final class ContainerImage {

  /** The user of the image, by number, so that a cluster sees that it is not root. */
  static final int USER = 10001;

  private final Packaging packaging;
  private final Path deploy;
  private final Path folder;

  /**
   * @param folder one that is not there yet, for the trees of files
   */
  ContainerImage(Checkout checkout, Packaging packaging, Path folder) {
    this.packaging = packaging;
    this.deploy = checkout.root().resolve("deploy/container");
    this.folder = folder;
  }

  /** Makes it; the file, an OCI layout as {@code tar} packs it. */
  Path into(Path dist) throws IOException {
    Path layout = folder.resolve("layout");
    var image = new OciLayout(layout);
    var layers = new ArrayList<OciLayout.Layer>();
    for (Path tar : List.of(machine(), runtime(), program())) {
      layers.add(image.layer(tar));
      Files.delete(tar);
    }
    image.finish(config(layers), layers, "homeroom:" + packaging.version());
    Path file =
        dist.resolve("homeroom-%s-linux-%s.oci.tar".formatted(packaging.version(), architecture()));
    pack(layout, file, List.of());
    FileTree.deleteAll(folder);
    return file;
  }

  private String config(List<OciLayout.Layer> layers) throws IOException {
    List<String> ids = layers.stream().map(layer -> "\"sha256:" + layer.hex() + '"').toList();
    List<String> history =
        List.of("libraries and a shell", "the Java runtime", "Homeroom").stream()
            .map(what ->
                "{\"created\": \"%s\", \"created_by\": \"./homeroom package\", \"comment\": \"%s\"}"
                    .formatted(FileTree.TIME, what))
            .toList();
    return Pom.resolved(
        Files.readString(deploy.resolve("config.json")),
        Map.of(
            "created", FileTree.TIME.toString(),
            "architecture", architecture(),
            "user", USER + ":" + USER,
            "version", packaging.version(),
            "layers", String.join(", ", ids),
            "history", String.join(", ", history)));
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private Path machine() throws IOException {
    Path root = folder.resolve("machine");
    Checkout.create(root.resolve("etc"));
    new MachineFiles(root).copyFor(packaging.program());
    Files.writeString(
        root.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/usr/sbin/nologin
        homeroom:x:%d:%d::/var/lib/homeroom:/usr/sbin/nologin
        """
            .formatted(USER, USER));
    Files.writeString(root.resolve("etc/group"), "root:x:0:\nhomeroom:x:%d:\n".formatted(USER));
    Files.writeString(root.resolve("etc/nsswitch.conf"), "hosts: files dns\n");
    FileTree.copy(deploy.resolve("health"), root.resolve("usr/bin/homeroom-health"));
    Path file = packed(root);
    append(file, "tmp", "1777", 0);
    append(file, "var/lib/homeroom", "0700", USER);
    return file;
  }

  private Path runtime() throws IOException {
    Path root = folder.resolve("runtime");
    FileTree.copyAll(packaging.program().resolve("runtime"), root.resolve("opt/homeroom/runtime"));
    return packed(root);
  }

  private Path program() throws IOException {
    Path root = folder.resolve("program");
    Path home = root.resolve("opt/homeroom");
    FileTree.copyAll(packaging.program(), home);
    FileTree.deleteAll(home.resolve("runtime"));
    return packed(root);
  }

  private Path packed(Path root) throws IOException {
    FileTree.fixTimes(root);
    Path file = folder.resolve(root.getFileName() + ".tar");
    pack(root, file, List.of("--owner=0", "--group=0"));
    FileTree.deleteAll(root);
    return file;
  }

  private static void pack(Path root, Path file, List<String> options) throws IOException {
    var command = new ArrayList<>(tar("--create", file, root, options));
    FileTree.list(root).forEach(entry -> command.add(entry.getFileName().toString()));
    Packaging.tell(command, Map.of());
  }

  /** Adds an empty folder whose permissions are not everybody's. */
  private void append(Path file, String name, String mode, int owner) throws IOException {
    Path root = folder.resolve("empty");
    Checkout.create(root.resolve(name));
    FileTree.fixTimes(root);
    List<String> options =
        List.of("--no-recursion", "--mode=" + mode, "--owner=" + owner, "--group=" + owner);
    var command = new ArrayList<>(tar("--append", file, root, options));
    command.add(name);
    Packaging.tell(command, Map.of());
    FileTree.deleteAll(root);
  }

  private static List<String> tar(String what, Path file, Path root, List<String> options) {
    var command =
        new ArrayList<>(
            List.of(
                "tar",
                what,
                "--file=" + file,
                "--numeric-owner",
                "--sort=name",
                "--mtime=@" + FileTree.TIME.toInstant().getEpochSecond(),
                "--directory=" + root));
    command.addAll(options);
    return command;
  }
}
