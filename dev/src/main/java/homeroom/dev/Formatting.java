// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code ./homeroom format}: Google Java style, by the formatter that the module {@code checks}
 * names. Looks only at files that are not as it last found or left them.
 */
final class Formatting {

  /** What it is that the formatter needs of javac. */
  private static final List<String> PACKAGES =
      List.of("api", "code", "file", "parser", "tree", "util");

  private final Checkout checkout;
  private final ClassPaths classPaths;

  Formatting(Checkout checkout, ClassPaths classPaths) {
    this.checkout = checkout;
    this.classPaths = classPaths;
  }

  /**
   * Rewrites what is not formatted and puts the licence where it is missing, or with {@code check}
   * only names both; the exit code.
   */
  int run(boolean check) {
    List<Path> unlicensed = Licence.missingIn(checkout.root());
    if (check) {
      unlicensed.forEach(file -> System.out.println(file + " (no licence)"));
      return unlicensed.isEmpty() ? format(true) : Math.max(1, format(true));
    }
    unlicensed.forEach(Licence::add);
    return format(false);
  }

  private int format(boolean check) {
    Path kept = checkout.kept().resolve("formatted");
    Map<String, String> known = read(kept);
    Map<String, String> formatted = new TreeMap<>();
    var changed = new ArrayList<Path>();
    for (Path file : javaFiles()) {
      String digest = digest(file);
      if (digest.equals(known.get(file.toString()))) {
        formatted.put(file.toString(), digest);
      } else {
        changed.add(file);
      }
    }
    if (changed.isEmpty()) {
      System.err.println("Nothing has changed since all was formatted.");
      return 0;
    }
    List<String> unformatted = format(changed, check);
    for (Path file : changed) {
      if (!unformatted.contains(file.toString())) {
        formatted.put(file.toString(), digest(file));
      }
    }
    write(kept, formatted);
    unformatted.forEach(System.out::println);
    System.err.println(
        unformatted.isEmpty()
            ? "Formatted: " + changed.size() + " files that were new or changed."
            : unformatted.size() + " files are not formatted; ./homeroom format rewrites them.");
    return unformatted.isEmpty() ? 0 : 1;
  }

  /** Those that are still not formatted; a file that cannot be parsed is named by the formatter. */
  private List<String> format(List<Path> files, boolean check) {
    try {
      Path arguments = Files.createTempFile(checkout.kept(), "files", ".txt");
      Path answer = Files.createTempFile(checkout.kept(), "unformatted", ".txt");
      Files.write(arguments, files.stream().map(Path::toString).toList());
      var command = new ArrayList<>(List.of(Processes.java(), "-XX:+UseSerialGC"));
      for (String name : PACKAGES) {
        command.add("--add-exports=jdk.compiler/com.sun.tools.javac." + name + "=ALL-UNNAMED");
      }
      command.addAll(List.of("-cp", libraries()));
      command.add("com.google.googlejavaformat.java.Main");
      command.add("--skip-reflowing-long-strings");
      command.add(check ? "--dry-run" : "--replace");
      command.add("@" + arguments);
      var builder = new ProcessBuilder(command).inheritIO().redirectOutput(answer.toFile());
      if (Processes.run(builder) != 0) {
        throw new Failure("Not everything could be formatted; the lines above say why.");
      }
      List<String> unformatted = Files.readAllLines(answer);
      Files.delete(arguments);
      Files.delete(answer);
      return unformatted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String libraries() {
    return classPaths.of(checkout.tests("checks")).stream()
        .filter(ClassPaths.Entry.Jar.class::isInstance)
        .map(entry -> ((ClassPaths.Entry.Jar) entry).file().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private List<Path> javaFiles() {
    return Sources.in(checkout.root()).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  private static String digest(Path file) {
    return new Digest().add(List.of(file)).hex();
  }

  private static Map<String, String> read(Path kept) {
    var known = new HashMap<String, String>();
    if (Files.exists(kept)) {
      try {
        for (String line : Files.readAllLines(kept)) {
          int space = line.indexOf(' ');
          known.put(line.substring(space + 1), line.substring(0, space));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return known;
  }

  private static void write(Path kept, Map<String, String> formatted) {
    var lines = new ArrayList<String>();
    formatted.forEach((file, digest) -> lines.add(digest + " " + file));
    try {
      Files.write(kept, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
