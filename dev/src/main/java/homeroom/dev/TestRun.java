// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code ./homeroom dev test NAME…}: runs tests with JUnit's own launcher, module by module. */
final class TestRun {

  /** Excluded unless a class is named: what takes minutes. */
  private static final String LONG = "long";

  private final Checkout checkout;
  private final Compilation compilation;

  /** System properties of the tests, as the developer wrote them. */
  private final List<String> jvmOptions = new ArrayList<>();

  /** What JUnit is told to select, by module. */
  private final Map<SourceSet, List<String>> selected = new LinkedHashMap<>();

  TestRun(Checkout checkout, Compilation compilation) {
    this.checkout = checkout;
    this.compilation = compilation;
  }

  /**
   * Adds a module, a class by its simple name, a method as {@code Class#method}, or {@code
   * -Dname=value} for all of them.
   *
   * @throws Failure if there is nothing of that name
   */
  void select(String name) {
    if (name.startsWith("-D")) {
      jvmOptions.add(name);
      return;
    }
    if (checkout.modules().contains(name)) {
      SourceSet tests = checkout.tests(name);
      selection(tests).add("--scan-classpath=" + tests.classes());
      return;
    }
    String[] parts = name.split("#", 2);
    List<SourceSet> found = checkout.testsWith(parts[0]);
    if (found.isEmpty()) {
      throw new Failure(
          "There is no test class and no module '"
              + parts[0]
              + "'. Modules: "
              + String.join(", ", checkout.modules())
              + ".");
    }
    for (SourceSet tests : found) {
      String className = tests.className(tests.fileOf(parts[0]).orElseThrow());
      selection(tests).add("--select-class=" + className);
      if (parts.length == 2) {
        selection(tests).add("--include-methodname=.*[.#]" + parts[1]);
      }
    }
  }

  /** Whether they have a server that shows its page. */
  boolean needsPage() {
    return selected.keySet().stream()
        .anyMatch(tests -> List.of("web", "e2e", "server").contains(tests.module()));
  }

  /** What they need. */
  void compile() {
    selected.keySet().forEach(compilation::bringUpToDate);
  }

  /** Whether all passed. */
  boolean run() {
    boolean passed = true;
    for (var entry : selected.entrySet()) {
      prepareClients(entry.getKey());
      passed &= Processes.run(command(entry.getKey(), entry.getValue())) == 0;
    }
    return passed;
  }

  private List<String> selection(SourceSet tests) {
    return selected.computeIfAbsent(tests, key -> new ArrayList<>());
  }

  /** As Surefire starts it: in the module's folder, with the options of its pom; quick to start. */
  private ProcessBuilder command(SourceSet tests, List<String> selection) {
    Pom pom = checkout.pom(tests.module());
    var properties = new HashMap<>(checkout.pom().properties());
    properties.putAll(pom.properties());
    List<String> options = pom.testJvmOptions();
    var command = new ArrayList<>(List.of(Processes.java()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    for (String option : options.isEmpty() ? checkout.pom().testJvmOptions() : options) {
      command.addAll(List.of(Pom.resolved(option, properties).split("\\s+")));
    }
    pom.testProperties()
        .forEach((name, value) -> command.add("-D" + name + "=" + Pom.resolved(value, properties)));
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(
        compilation.runtime(tests).stream()
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(
        List.of("org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner"));
    boolean all = selection.stream().anyMatch(option -> option.startsWith("--scan"));
    command.add(all ? "--details=summary" : "--details=tree");
    if (all) {
      command.add("--exclude-tag=" + LONG);
    } else {
      command.add("--include-classname=.*");
    }
    command.addAll(selection);
    return new ProcessBuilder(command).directory(tests.folder().toFile()).inheritIO();
  }

  /** The official JavaScript clients, as npm's lock file names them. */
  private void prepareClients(SourceSet tests) {
    Path clients = checkout.root().resolve("clients");
    boolean needed = List.of("socketio", "e2e").contains(tests.module());
    if (!needed || !Files.exists(clients.resolve("package-lock.json"))) {
      return;
    }
    Npm.install(clients, "the official JavaScript clients");
  }
}
