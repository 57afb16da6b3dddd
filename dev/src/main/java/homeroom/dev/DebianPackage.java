// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** The package for Debian and Ubuntu: where its files go, and what dpkg is told of it. */
final class DebianPackage {

  private final Packaging packaging;
  private final Path deploy;
  private final Documentation documentation;
  private final Path root;

  /**
   * @param root a folder that is not there yet, for the tree of files
   */
  DebianPackage(Checkout checkout, Packaging packaging, Path root) {
    this.packaging = packaging;
    this.deploy = checkout.root().resolve("deploy");
    this.documentation = new Documentation(checkout);
    this.root = root;
  }

  /** Makes it; the file. */
  Path into(Path dist) throws IOException {
    Path debian = deploy.resolve("package/debian");
    Path control = root.resolve("DEBIAN");
    FileTree.copyAll(packaging.program(), root.resolve("usr/lib/homeroom"));
    place("usr/bin/homeroom", debian.resolve("homeroom"));
    for (String unit : List.of("homeroom.service", "homeroom@.service")) {
      place("usr/lib/systemd/system/" + unit, deploy.resolve("systemd").resolve(unit));
    }
    place("etc/default/homeroom", deploy.resolve("systemd/homeroom.default"));
    place("etc/homeroom/homeroom.properties", packaging.reference().resolve("homeroom.properties"));
    place(
        "usr/share/bash-completion/completions/homeroom",
        packaging.reference().resolve("homeroom.bash"));
    place("usr/share/doc/homeroom/copyright", packaging.program().resolve("LICENSE"));
    documentation.into(root.resolve("usr/share/doc/homeroom"));
    compress(packaging.reference().resolve("homeroom.1"), "usr/share/man/man1/homeroom.1.gz");
    Checkout.create(control);
    for (String script : List.of("postinst", "prerm", "postrm", "conffiles")) {
      place("DEBIAN/" + script, debian.resolve(script));
    }
    Files.writeString(control.resolve("control"), control(debian.resolve("control")));
    FileTree.fixTimes(root);
    Path file =
        dist.resolve("homeroom_%s_%s.deb".formatted(version(packaging.version()), architecture()));
    Packaging.tell(
        List.of(
            "dpkg-deb",
            "--root-owner-group",
            "-Zxz",
            "-z1",
            "--build",
            root.toString(),
            file.toString()),
        Map.of("SOURCE_DATE_EPOCH", Long.toString(FileTree.TIME.toInstant().getEpochSecond())));
    return file;
  }

  /** A snapshot is older than what it becomes: {@code ~} sorts before the end. */
  static String version(String maven) {
    return maven.replace("-SNAPSHOT", "~snapshot").replace('-', '~');
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private String control(Path template) throws IOException {
    return Pom.resolved(
        Files.readString(template),
        Map.of(
            "version", version(packaging.version()),
            "architecture", architecture(),
            "size", Long.toString(FileTree.bytes(root) / 1024)));
  }

  private void place(String where, Path file) throws IOException {
    Path to = root.resolve(where);
    FileTree.makeParent(to);
    FileTree.copy(file, to);
  }

  private void compress(Path file, String where) throws IOException {
    Path to = root.resolve(where);
    FileTree.makeParent(to);
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(to))) {
      Files.copy(file, gzip);
    }
  }
}
