// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The sources of a module that are compiled together. */
record SourceSet(Checkout checkout, String module, Kind kind) {

  enum Kind {
    MAIN("classes"),
    TEST("test-classes");

    private final String output;

    Kind(String output) {
      this.output = output;
    }

    private String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Path folder() {
    return checkout.root().resolve(module);
  }

  Path sources() {
    return folder().resolve("src").resolve(kind.folder()).resolve("java");
  }

  Path resources() {
    return folder().resolve("src").resolve(kind.folder()).resolve("resources");
  }

  /** What the module's own build made, such as the page of {@code web}. */
  Path made() {
    return folder().resolve("target").resolve(kind == Kind.MAIN ? "made" : "test-made");
  }

  /** Apart from Maven's, whose classes Error Prone has seen. */
  Path classes() {
    return kept().resolve(kind.output);
  }

  /** Holds what the classes were made from and what others see of them. */
  Path state() {
    return kept().resolve(kind.folder() + ".state");
  }

  /** Written by Maven: the class path of this source set without its module's own classes. */
  Path classPath() {
    return kept().resolve(kind.folder() + ".classpath");
  }

  List<Path> files() {
    return filesUnder(sources(), ".java");
  }

  /** The file of a class by its simple name. */
  Optional<Path> fileOf(String className) {
    return files().stream()
        .filter(file -> file.getFileName().toString().equals(className + ".java"))
        .findFirst();
  }

  /** A file's class with its package. */
  String className(Path file) {
    String path = sources().relativize(file).toString();
    return path.substring(0, path.length() - ".java".length()).replace('/', '.');
  }

  private Path kept() {
    return folder().resolve("target").resolve("dev");
  }

  /** Sorted; none where there is no such folder. */
  static List<Path> filesUnder(Path folder, String suffix) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return kind == Kind.MAIN ? module : module + " (tests)";
  }
}
