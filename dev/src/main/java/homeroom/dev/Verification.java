// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code ./homeroom test}: what Maven compiles with Error Prone and NullAway, and Surefire runs. A
 * test that fails hides none after it: all modules are run, and the sum of the reports decides.
 */
final class Verification {

  private final Checkout checkout;
  private final Set<String> modules = new LinkedHashSet<>();
  private final Set<String> classes = new LinkedHashSet<>();
  private final List<String> options = new ArrayList<>();
  private boolean isLong;

  Verification(Checkout checkout) {
    this.checkout = checkout;
  }

  /**
   * Takes {@code --all}, names of modules and of test classes, and options for Maven.
   *
   * @throws Failure if there is nothing of that name
   */
  void select(String argument) {
    if (argument.equals("--all")) {
      isLong = true;
    } else if (argument.startsWith("-")) {
      options.add(argument);
    } else if (checkout.modules().contains(argument)) {
      SourceSet tests = checkout.tests(argument);
      modules.add(argument);
      tests.files().stream()
          .map(tests::className)
          .filter(Verification::isTest)
          .forEach(classes::add);
    } else {
      String className = argument.split("#", 2)[0];
      List<SourceSet> found = checkout.testsWith(className);
      if (found.isEmpty()) {
        throw new Failure(
            "There is no test class and no module '%s'. Modules: %s."
                .formatted(className, String.join(", ", checkout.modules())));
      }
      found.forEach(tests -> modules.add(tests.module()));
      classes.add(argument);
      options.add("-Dtests.excluded=");
    }
  }

  /** The exit code. */
  int run() {
    FileTime start = now();
    int code =
        Processes.run(
            new ProcessBuilder(command()).directory(checkout.root().toFile()).inheritIO());
    Reports reports = Reports.since(start, checkout);
    System.out.println();
    System.out.println(reports.summary());
    if (code != 0) {
      System.out.println(
          "Maven itself failed, before or beside the tests; its [ERROR] lines say why.");
    }
    return code == 0 && reports.allPassed() ? 0 : 1;
  }

  List<String> command() {
    var command = new ArrayList<>(checkout.maven());
    command.addAll(List.of("-B", "-ntp", "--fail-at-end", "-Dmaven.test.failure.ignore=true"));
    // Modules of which none needs another take turns, as many at once as there are processors.
    command.add("-T1C");
    if (modules.isEmpty()) {
      command.add("-Pwhole" + (isLong ? ",long" : ""));
      command.add("verify");
    } else {
      if (isLong) {
        command.add("-Plong");
      }
      command.addAll(List.of("-pl", String.join(",", modules), "-am"));
      command.add("-Dsurefire.failIfNoSpecifiedTests=false");
      command.add("-Dtest=" + classes.stream().sorted().collect(Collectors.joining(",")));
      command.add("verify");
    }
    command.addAll(options);
    return command;
  }

  private static boolean isTest(String className) {
    return className.endsWith("Test");
  }

  /** As the file system keeps time, which is not quite that of the clock. */
  private FileTime now() {
    Path mark = checkout.kept().resolve("start");
    try {
      Files.writeString(mark, "");
      return Files.getLastModifiedTime(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
