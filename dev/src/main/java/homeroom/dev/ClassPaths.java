// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What each source set is compiled and run with. Maven says it, and is asked again only when a
 * {@code pom.xml} has changed, which takes it some seconds.
 */
final class ClassPaths {

  /** Maven's own output folders, and its jars where it packaged before. */
  private enum Output {
    MAIN("/target/classes", ".jar"),
    TEST("/target/test-classes", "-tests.jar");

    private final String folder;
    private final String jar;

    Output(String folder, String jar) {
      this.folder = folder;
      this.jar = jar;
    }
  }

  private final Checkout checkout;
  private final List<String> modules;

  /** As Maven said them last. */
  ClassPaths(Checkout checkout) {
    this.checkout = checkout;
    this.modules = checkout.modules();
  }

  /** Asks Maven if a pom changed since it was asked. */
  static ClassPaths upToDate(Checkout checkout) {
    var paths = new ClassPaths(checkout);
    var poms = new ArrayList<>(List.of(checkout.root().resolve("pom.xml")));
    paths.modules.forEach(module -> poms.add(checkout.root().resolve(module).resolve("pom.xml")));
    String state = new Digest().add(poms).hex();
    Path kept = checkout.kept().resolve("poms.state");
    try {
      if (!paths.areThere() || !Files.exists(kept) || !Files.readString(kept).equals(state)) {
        paths.ask();
        Checkout.create(checkout.kept());
        Files.writeString(kept, state);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return paths;
  }

  /** In its order: source sets of this checkout, and jars. */
  List<Entry> of(SourceSet set) {
    var entries = new ArrayList<Entry>();
    if (set.kind() == SourceSet.Kind.TEST) {
      entries.add(new Entry.Compiled(checkout.main(set.module())));
    }
    try {
      for (String path : Files.readString(set.classPath()).trim().split(File.pathSeparator, -1)) {
        if (!path.isEmpty()) {
          entries.add(entry(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  sealed interface Entry {
    record Compiled(SourceSet set) implements Entry {}

    record Jar(Path file) implements Entry {}
  }

  private Entry entry(String path) {
    for (String module : modules) {
      String folder = checkout.root().resolve(module).toString();
      if (!path.startsWith(folder + "/")) {
        continue;
      }
      if (path.equals(folder + Output.TEST.folder) || path.endsWith(Output.TEST.jar)) {
        return new Entry.Compiled(checkout.tests(module));
      }
      if (path.equals(folder + Output.MAIN.folder) || path.endsWith(Output.MAIN.jar)) {
        return new Entry.Compiled(checkout.main(module));
      }
    }
    return new Entry.Jar(Path.of(path));
  }

  private boolean areThere() {
    return modules.stream()
        .allMatch(module ->
            Files.exists(checkout.main(module).classPath())
                && Files.exists(checkout.tests(module).classPath()));
  }

  private void ask() throws IOException {
    System.err.println("Asking Maven for the class paths, since a pom.xml is new ...");
    if (run("-o") != 0 && run() != 0) {
      throw new Failure("Maven could not say the class paths; the lines above say why.");
    }
  }

  /** Without compiling anything; Maven's words are shown only when it may not answer otherwise. */
  private int run(String... more) throws IOException {
    var command = new ArrayList<>(checkout.maven());
    command.addAll(List.of("-q", "-B", "-ntp", "-Pdev", "test-compile", "-Denforcer.skip"));
    command.addAll(List.of("-Dmaven.resources.skip", "-Dmaven.main.skip", "-Dcontracts.skip"));
    command.addAll(List.of("-Dmaven.test.skip", "-DskipTests"));
    command.addAll(List.of(more));
    var builder = new ProcessBuilder(command).directory(checkout.root().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        more.length > 0 ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
    return Processes.run(builder);
  }
}
