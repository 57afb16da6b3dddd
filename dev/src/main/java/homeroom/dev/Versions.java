// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * {@code ./homeroom versions}: which libraries, plugins and packages have newer releases. Maven and
 * npm ask the registries; what these did not answer is named, since then nothing is known of it.
 */
final class Versions {

  /** Where the packages of npm are named that browsers get. */
  private static final String PAGE = "web";

  private static final String METADATA = "/maven-metadata.xml";

  private final Checkout checkout;

  /**
   * With what is used and what is the newest, such as {@code io.netty:netty-bom 4.2.1 -> 4.2.2}.
   */
  private final TreeSet<String> behind = new TreeSet<>();

  private final TreeSet<String> unknown = new TreeSet<>();

  Versions(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Asks and tells; the exit code, 1 if something could not be asked. */
  int run() {
    System.err.println("Asking which libraries, plugins and packages have newer releases ...");
    var maven = new ArrayList<>(checkout.maven());
    maven.addAll(
        List.of(
            "-B",
            "-U", // also what was asked, or could not be, earlier today
            "-ntp",
            "-N",
            "-Dstyle.color=never",
            "-Dversions.outputLineWidth=120",
            "versions:display-dependency-updates",
            "versions:display-plugin-updates"));
    ofMaven(ask(checkout.root(), maven));
    Path cache = checkout.kept().resolve("versions");
    FileTree.deleteAll(cache); // npm answers from its cache where there is no connection
    ofNpm(
        ask(
            checkout.root().resolve(PAGE),
            List.of("npm", "outdated", "--parseable", "--fetch-retries=0", "--cache=" + cache)));
    FileTree.deleteAll(cache);
    System.out.println(report());
    return unknown.isEmpty() ? 0 : 1;
  }

  /** What was asked says, with the errors, and the exit code. */
  record Answer(int code, List<String> lines) {}

  private static Answer ask(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      List<String> lines = process.inputReader().readAllLines();
      return new Answer(process.waitFor(), lines);
    } catch (IOException e) {
      return new Answer(1, List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** Takes up what Maven said. */
  void ofMaven(Answer answer) {
    for (String line : answer.lines()) {
      int metadata = line.indexOf(METADATA);
      if (line.startsWith("[INFO]") && line.contains(" -> ")) {
        String[] words = line.substring("[INFO]".length()).strip().split(" ", -1);
        int arrow = List.of(words).indexOf("->");
        behind.add("%s %s -> %s".formatted(words[0], words[arrow - 1], words[arrow + 1]));
      } else if (line.startsWith("[WARNING]") && metadata > 0) {
        unknown.add(line.substring(line.lastIndexOf(' ', metadata) + 1, metadata));
      }
    }
    if (answer.code() != 0) {
      unknown.add("libraries and plugins, since Maven failed:\n" + said(answer));
    }
  }

  /** Takes up what npm said, a line with colons for each package. */
  void ofNpm(Answer answer) {
    boolean understood = answer.code() == 0;
    for (String line : answer.lines()) {
      String[] fields = line.split(":", -1);
      if (fields.length == 5 && isPackage(fields[1]) && isPackage(fields[3])) {
        understood = true;
        String newest = fields[3].substring(fields[3].lastIndexOf('@') + 1);
        if (!fields[1].equals(fields[3])) {
          behind.add("npm " + fields[1].replaceFirst("(?!^)@", " ") + " -> " + newest);
        }
      }
    }
    if (!understood) {
      unknown.add("npm packages of " + PAGE + ":\n" + said(answer));
    }
  }

  private static boolean isPackage(String field) {
    return field.lastIndexOf('@') > 0 && !field.contains(" ");
  }

  /** The end of what it said. */
  private static String said(Answer answer) {
    List<String> lines =
        answer.lines().stream().filter(line -> !line.contains("A complete log of")).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()))
        .indent(4)
        .stripTrailing();
  }

  /** What is told. */
  String report() {
    var lines = new ArrayList<>(behind);
    if (behind.isEmpty() && unknown.isEmpty()) {
      lines.add("Nothing is behind.");
    }
    if (!unknown.isEmpty()) {
      lines.add("Nobody answered whether these are behind; try again with a connection:");
      unknown.forEach(one -> lines.add("  " + one));
    }
    return String.join("\n", lines);
  }
}
