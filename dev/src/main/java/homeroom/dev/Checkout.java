// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A checkout of this repository: its modules, and where the tests are. */
record Checkout(Path root) {

  Pom pom() {
    return Pom.read(root.resolve("pom.xml"));
  }

  Pom pom(String module) {
    return Pom.read(root.resolve(module).resolve("pom.xml"));
  }

  List<String> modules() {
    return pom().modules();
  }

  SourceSet main(String module) {
    return new SourceSet(this, module, SourceSet.Kind.MAIN);
  }

  SourceSet tests(String module) {
    return new SourceSet(this, module, SourceSet.Kind.TEST);
  }

  /** The launcher knows which Maven there is. */
  List<String> maven() {
    return List.of(root.resolve("homeroom").toString(), "mvn");
  }

  /** What the loop itself keeps. */
  Path kept() {
    return root.resolve("dev/target/dev");
  }

  /** The modules with a test class of that simple name. */
  List<SourceSet> testsWith(String className) {
    return modules().stream()
        .map(this::tests)
        .filter(tests -> tests.fileOf(className).isPresent())
        .toList();
  }

  static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Failure("Cannot make " + folder + ": " + e.getMessage());
    }
  }
}
