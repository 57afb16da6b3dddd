// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Brings source sets up to date. One is compiled as a whole, and only when its sources, its jars or
 * what it can see of the source sets before it have changed: nothing stale is ever run, and nothing
 * that cannot differ is compiled again. Error Prone and NullAway do not take part.
 */
final class Compilation implements AutoCloseable {

  private final ClassPaths classPaths;
  private final List<String> warnings;
  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
  private final StandardJavaFileManager files =
      compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);

  /** What others see of the source sets that are up to date. */
  private final Map<SourceSet, String> interfaces = new HashMap<>();

  private final List<SourceSet> compiled = new ArrayList<>();

  Compilation(ClassPaths classPaths, List<String> warnings) {
    this.classPaths = classPaths;
    this.warnings = warnings;
  }

  /** Those that had to be compiled, in order. */
  List<SourceSet> compiled() {
    return compiled;
  }

  /**
   * Compiles it and what it needs, where that is stale.
   *
   * @return what others see of it
   * @throws Failure when it does not compile; javac has said why
   */
  String bringUpToDate(SourceSet set) {
    String known = interfaces.get(set);
    if (known != null) {
      return known;
    }
    List<ClassPaths.Entry> entries = classPaths.of(set);
    List<Path> sources = set.files();
    String inputs = inputs(sources, entries);
    String result =
        State.read(set.state())
            .filter(state -> state.inputs().equals(inputs) && Files.isDirectory(set.classes()))
            .map(State::visible)
            .orElseGet(() -> compile(set, sources, entries, inputs));
    interfaces.put(set, result);
    return result;
  }

  /**
   * The folders and jars to run a source set with, its own first. A program is run with the
   * libraries of its module's tests, those that exist at run time only among them, but with no
   * tests.
   */
  List<Path> runtime(SourceSet set) {
    var paths = new ArrayList<Path>();
    add(paths, set);
    boolean test = set.kind() == SourceSet.Kind.TEST;
    for (ClassPaths.Entry entry : classPaths.of(set.checkout().tests(set.module()))) {
      switch (entry) {
        case ClassPaths.Entry.Compiled(SourceSet other) when other.equals(set) -> {}
        case ClassPaths.Entry.Compiled(SourceSet other) when other.kind() == set.kind() || test ->
            add(paths, other);
        case ClassPaths.Entry.Compiled _ -> {}
        case ClassPaths.Entry.Jar(Path jar) -> paths.add(jar);
      }
    }
    return paths;
  }

  @Override
  public void close() {
    try {
      files.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<Path> paths, SourceSet set) {
    if (Files.isDirectory(set.classes())) {
      paths.add(set.classes());
    }
    if (Files.isDirectory(set.resources())) {
      paths.add(set.resources());
    }
    if (Files.isDirectory(set.made())) {
      paths.add(set.made());
    }
  }

  private String inputs(List<Path> sources, List<ClassPaths.Entry> entries) {
    var digest = new Digest().add(Runtime.version().toString()).add(warnings.toString());
    digest.add(sources);
    for (ClassPaths.Entry entry : entries) {
      switch (entry) {
        case ClassPaths.Entry.Compiled(SourceSet set) -> digest.add(bringUpToDate(set));
        case ClassPaths.Entry.Jar(Path jar) -> digest.add(jar.toString());
      }
    }
    return digest.hex();
  }

  private String compile(
      SourceSet set, List<Path> sources, List<ClassPaths.Entry> entries, String inputs) {
    Path classes = set.classes();
    try {
      delete(set.state());
      delete(classes);
      Checkout.create(classes);
      if (!sources.isEmpty()) {
        System.err.println("Compiling " + set + " (" + sources.size() + " files) ...");
        javac(set, sources, entries);
        compiled.add(set);
      }
      String visible = Interface.of(classes);
      Files.writeString(set.state(), inputs + "\n" + visible);
      return visible;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void javac(SourceSet set, List<Path> sources, List<ClassPaths.Entry> entries) {
    var classPath = new ArrayList<String>();
    for (ClassPaths.Entry entry : entries) {
      classPath.add(
          switch (entry) {
            case ClassPaths.Entry.Compiled(SourceSet other) -> other.classes().toString();
            case ClassPaths.Entry.Jar(Path jar) -> jar.toString();
          });
    }
    var options = new ArrayList<>(List.of("-proc:none", "-implicit:none", "-g", "-d"));
    options.add(set.classes().toString());
    options.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    options.addAll(warnings);
    var out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean ok =
        compiler
            .getTask(out, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
            .call();
    if (!ok) {
      throw new Failure(set + " does not compile; the lines above say why.");
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (var all = Files.walk(path)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
