// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code ./homeroom package}: what is installed without a JDK, Maven and this repository. A Java
 * runtime of the modules that the program uses, its jars, native libraries and the cache of a quick
 * start (the JVM takes it only with the very files it was made with, their times included), as a
 * package of Debian, as an image for containers and as an archive for elsewhere, for the kind of
 * machine this runs on.
 */
final class Packaging {

  /** Those of jdeps, and those that are found by name: providers of TLS and of addresses in DNS. */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,"
          + "java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,"
          + "jdk.naming.dns,jdk.unsupported";

  private final Checkout checkout;
  private final String version;
  private final Path folder;
  private final Path program;
  private final Path reference;

  /**
   * @param version as in the root {@code pom.xml}
   */
  Packaging(Checkout checkout, String version) {
    this.checkout = checkout;
    this.version = version;
    this.folder = checkout.root().resolve("server/target/package");
    this.program = folder.resolve("program");
    this.reference = folder.resolve("reference");
  }

  /** Makes them in {@code dist}, of what was built; the exit code. */
  int run() {
    FileTree.deleteAll(folder);
    Checkout.create(reference);
    try {
      collect();
      FileTree.fixTimes(program);
      describeAndRehearse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return write();
  }

  /** Makes them of the program that is in its folder already; the exit code. */
  int write() {
    Path dist = checkout.root().resolve("dist");
    Checkout.create(dist);
    FileTree.deleteAll(folder.resolve("debian"));
    FileTree.deleteAll(folder.resolve("archive"));
    FileTree.deleteAll(folder.resolve("container"));
    try {
      List<Path> made =
          List.of(
              new DebianPackage(checkout, this, folder.resolve("debian")).into(dist),
              archive(dist),
              new ContainerImage(checkout, this, folder.resolve("container")).into(dist),
              bill(dist));
      FileTree.writeChecksums(dist, made);
      made.forEach(file -> System.out.println(file + "  " + FileTree.megabytes(file)));
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String version() {
    return version;
  }

  /** The program's own folder, complete. */
  Path program() {
    return program;
  }

  /** The manual page, the completion for bash, and the properties file with every option. */
  Path reference() {
    return reference;
  }

  private void collect() throws IOException {
    Path target = checkout.root().resolve("server/target");
    Path lib = program.resolve("lib");
    Checkout.create(lib);
    if (!Files.exists(target.resolve("lib"))) {
      throw new Failure("The server is not built; ./homeroom package builds it.");
    }
    FileTree.copyAll(target.resolve("lib"), lib);
    Files.copy(target.resolve("server.jar"), lib.resolve("server.jar"));
    copyNative(target.resolve("native"));
    Path source = checkout.root().resolve("deploy/package");
    Checkout.create(program.resolve("bin"));
    FileTree.copy(source.resolve("homeroom"), program.resolve("bin/homeroom"));
    FileTree.copy(source.resolve("jvm.options"), program.resolve("jvm.options"));
    FileTree.copy(checkout.root().resolve("LICENSE"), program.resolve("LICENSE"));
    copyBills();
    tell(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules=" + MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--output=" + program.resolve("runtime")),
        Map.of());
  }

  /** What it is made of, for scanners; of the page if there is one. */
  private void copyBills() throws IOException {
    for (String bill :
        List.of("server/target/homeroom.cdx.json", "web/target/homeroom-web.cdx.json")) {
      Path made = checkout.root().resolve(bill);
      if (Files.exists(made)) {
        FileTree.copy(made, program.resolve(made.getFileName()));
      }
    }
  }

  /** The native libraries, which the build unpacked, for the kind of machine this runs on. */
  private void copyNative(Path unpacked) throws IOException {
    Path libraries = program.resolve("native");
    Checkout.create(libraries);
    String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    FileTree.copyAll(unpacked.resolve("META-INF/native"), libraries);
    FileTree.copyAll(unpacked.resolve("org/sqlite/native/Linux").resolve(arch), libraries);
  }

  /** Both by the installed program, which shows that it runs on its own runtime. */
  private void describeAndRehearse() throws IOException {
    String launcher = program.resolve("bin/homeroom").toString();
    tell(List.of(launcher, "reference", reference.toString()), Map.of());
    Path cache = program.resolve("homeroom.aot");
    Path options = checkout.root().resolve("deploy/package/rehearsal.options");
    Path initialized = program.resolve("homeroom.aot.init");
    tell(
        List.of(launcher, "rehearse"),
        Map.of(
            "HOMEROOM_JAVA_OPTS",
            "-XX:AOTCacheOutput=%s @%s -Xlog:class+init=info:file=%s:none:filecount=0"
                .formatted(cache, options, initialized)),
        folder.resolve("rehearsal.log"));
    Files.deleteIfExists(initialized);
    FileTree.fixTimes(program);
  }

  private Path archive(Path dist) throws IOException {
    String name = "homeroom-%s-linux-%s".formatted(version, System.getProperty("os.arch"));
    Path root = folder.resolve("archive").resolve(name);
    FileTree.copyAll(program, root);
    Path share = root.resolve("share");
    Checkout.create(share);
    FileTree.copyAll(reference, share);
    new Documentation(checkout).into(share.resolve("doc"));
    FileTree.copyAll(checkout.root().resolve("deploy/systemd"), share.resolve("systemd"));
    FileTree.fixTimes(root);
    Path file = dist.resolve(name + ".tar.gz");
    tell(
        List.of(
            "tar",
            "--create",
            "--gzip",
            "--file=" + file,
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--sort=name",
            "--directory=" + root.getParent(),
            name),
        Map.of());
    return file;
  }

  /** The libraries that are in the program, with their licences, as the build listed them. */
  private Path bill(Path dist) throws IOException {
    Path file = dist.resolve("homeroom-%s.cdx.json".formatted(version));
    FileTree.copy(checkout.root().resolve("server/target/homeroom.cdx.json"), file);
    return file;
  }

  /**
   * Runs a program and waits for its end.
   *
   * @throws Failure if it fails
   */
  static void tell(List<String> command, Map<String, String> environment) {
    run(command, environment, new ProcessBuilder(command).inheritIO());
  }

  /** The same, with what the program says in a file. */
  private static void tell(List<String> command, Map<String, String> environment, Path log) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    run(command, environment, builder.redirectOutput(log.toFile()));
  }

  private static void run(
      List<String> command, Map<String, String> environment, ProcessBuilder builder) {
    builder.environment().keySet().removeIf(name -> name.startsWith("HOMEROOM_"));
    builder.environment().putAll(environment);
    int code = Processes.run(builder);
    if (code != 0) {
      throw new Failure(String.join(" ", command) + " ended with " + code + ".");
    }
  }
}
