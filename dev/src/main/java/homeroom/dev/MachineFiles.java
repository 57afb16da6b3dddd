// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a container takes of the Debian or Ubuntu that it is made on: the programs that the launcher
 * and the check of health call, and the shared libraries that they, the runtime and the native
 * libraries name. Each comes with the record of its package, where scanners for known weaknesses
 * look, and with its licence.
 */
final class MachineFiles {

  private static final List<String> PROGRAMS = List.of("bash", "dirname", "nproc", "readlink");

  /** Lines of {@code ldd}: a library that was found, and the loader itself. */
  private static final Pattern FOUND = Pattern.compile("(?m)^\\s+(?:\\S+ => )?(/\\S+) \\(0x");

  private final Path root;

  /**
   * @param root the folder that becomes the image's {@code /}
   */
  MachineFiles(Path root) {
    this.root = root;
  }

  /** Copies what a program's folder needs beside itself. */
  void copyFor(Path program) throws IOException {
    var wanted = new TreeSet<Path>();
    for (String name : PROGRAMS) {
      Path file = Path.of("/usr/bin", name);
      if (!Files.isExecutable(file)) {
        throw new Failure("A container needs " + file + " of this machine, and it is not there.");
      }
      wanted.add(file);
    }
    var binaries = new ArrayList<>(wanted);
    binaries.addAll(binariesOf(program));
    for (Path binary : binaries) {
      wanted.addAll(librariesOf(binary, program));
    }
    wanted.addAll(loadedByName(wanted));
    for (Path file : wanted) {
      copy(file);
    }
    Files.createSymbolicLink(folder("bin").resolve("sh"), Path.of("/usr/bin/bash"));
    Files.createSymbolicLink(folder("bin").resolve("bash"), Path.of("/usr/bin/bash"));
    copy(Path.of("/etc/os-release"));
    describePackages(wanted);
  }

  private static List<Path> binariesOf(Path program) throws IOException {
    try (Stream<Path> files = Files.walk(program)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> file.toString().endsWith(".so") || file.endsWith(Path.of("runtime/bin/java")))
          .toList();
    }
  }

  private static Set<Path> librariesOf(Path binary, Path program) throws IOException {
    var found = new LinkedHashSet<Path>();
    var lines = FOUND.matcher(answer("ldd", binary.toString()).orElse(""));
    while (lines.find()) {
      Path library = Path.of(lines.group(1));
      if (!library.normalize().startsWith(program)) {
        found.add(library.normalize());
      }
    }
    return found;
  }

  /** Of glibc, what it loads when a thread ends: no binary names it. */
  private static SortedSet<Path> loadedByName(SortedSet<Path> libraries) {
    var found = new TreeSet<Path>();
    for (Path library : libraries) {
      Path unwinder = library.resolveSibling("libgcc_s.so.1");
      if (library.endsWith("libc.so.6") && Files.exists(unwinder)) {
        found.add(unwinder);
      }
    }
    return found;
  }

  /** As Debian's own smallest images keep it, a file for each package. */
  private void describePackages(SortedSet<Path> files) throws IOException {
    var packages = new TreeSet<String>();
    for (Path file : files) {
      packageOf(file).ifPresent(packages::add);
    }
    for (String name : packages) {
      String plain = name.replaceFirst(":.*", "");
      Optional<String> status = answer("dpkg-query", "--status", name);
      if (status.isPresent()) {
        Files.writeString(folder("var/lib/dpkg/status.d").resolve(plain), status.get());
      }
      Path licence = Path.of("/usr/share/doc", plain, "copyright");
      if (Files.exists(licence)) {
        copy(licence);
      }
    }
  }

  /** A file may be known by its name from before {@code /lib} went into {@code /usr/lib}. */
  private static Optional<String> packageOf(Path file) throws IOException {
    Path real = file.toRealPath();
    Path other =
        real.startsWith("/usr") ? Path.of("/").resolve(Path.of("/usr").relativize(real)) : real;
    for (Path name : List.of(file, real, other)) {
      Optional<String> owner = answer("dpkg-query", "--search", name.toString());
      if (owner.isPresent()) {
        return Optional.of(owner.get().replaceFirst("(?s): /.*", ""));
      }
    }
    return Optional.empty();
  }

  /** With the content of what a link leads to. */
  private void copy(Path file) throws IOException {
    Path to = root.resolve(Path.of("/").relativize(file).toString());
    FileTree.makeParent(to);
    Files.copy(file, to);
  }

  private Path folder(String name) {
    Path folder = root.resolve(name);
    Checkout.create(folder);
    return folder;
  }

  /** What a program of this machine says; nothing if it fails or is not there. */
  private static Optional<String> answer(String... command) throws IOException {
    Path program = Path.of("/usr/bin", command[0]);
    if (!Files.isExecutable(program)) {
      return Optional.empty();
    }
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (InputStream output = process.getInputStream()) {
      String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
