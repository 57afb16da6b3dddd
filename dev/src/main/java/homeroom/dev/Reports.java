// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The sum of what Surefire reported of a run, over all modules. */
record Reports(int tests, int failures, int errors, int skipped, List<String> failed) {

  /** Reads those written since then; others are of tests that were not run. */
  static Reports since(FileTime start, Checkout checkout) {
    var sum = new Reports(0, 0, 0, 0, List.of());
    for (String module : checkout.modules()) {
      for (Path folder : folders(checkout.root().resolve(module).resolve("target"))) {
        for (Path file : SourceSet.filesUnder(folder, ".xml")) {
          if (file.getFileName().toString().startsWith("TEST-") && !isOlder(file, start)) {
            sum = sum.plus(of(Xml.read(file)));
          }
        }
      }
    }
    return sum;
  }

  boolean allPassed() {
    return tests > 0 && failures + errors == 0;
  }

  /** In Surefire's form, after the names of those that failed. */
  String summary() {
    var lines = new StringBuilder();
    if (!failed.isEmpty()) {
      lines.append("Failed:\n");
      failed.forEach(name -> lines.append("  ").append(name).append('\n'));
    }
    return lines
        .append(
            "Tests run: %d, Failures: %d, Errors: %d, Skipped: %d"
                .formatted(tests, failures, errors, skipped))
        .toString();
  }

  private static Reports of(Xml report) {
    String failed = "/testsuite/testcase[failure or error]";
    List<String> classes = report.texts(failed + "/@classname");
    List<String> methods = report.texts(failed + "/@name");
    return new Reports(
        number(report, "tests"),
        number(report, "failures"),
        number(report, "errors"),
        number(report, "skipped"),
        IntStream.range(0, classes.size())
            .mapToObj(i -> classes.get(i) + " " + methods.get(i))
            .toList());
  }

  private static int number(Xml report, String name) {
    return Integer.parseInt(report.texts("/testsuite/@" + name).getFirst());
  }

  private Reports plus(Reports other) {
    var names = new ArrayList<>(failed);
    names.addAll(other.failed);
    return new Reports(
        tests + other.tests,
        failures + other.failures,
        errors + other.errors,
        skipped + other.skipped,
        List.copyOf(names));
  }

  /** One for each execution of Surefire. */
  private static List<Path> folders(Path target) {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (var children = Files.list(target)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith("surefire-reports"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOlder(Path file, FileTime start) {
    try {
      return Files.getLastModifiedTime(file).compareTo(start) < 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
