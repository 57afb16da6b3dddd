// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which test tries what: read from the sources, so that the document names those that are there.
 */
final class AttackTests {

  private static final Path ROOT = Path.of("..");
  private static final Path SOURCES = Path.of("src", "test", "java", "homeroom", "e2e");
  private static final String METHOD = "  void ";

  /** What is tried in one process or on one part, and the classes that do. */
  private static final Map<String, List<String>> SMALLER =
      Map.ofEntries(
          Map.entry(
              "every parser of input on worst cases that grow: steps are counted",
              List.of("LinearWorkTest", "RegularExpressionTest")),
          Map.entry(
              "shares of what is unfinished, by user, address and stranger",
              List.of("MemoryBudgetTest", "UnfinishedTest")),
          Map.entry(
              "places for requests, calls, reads of the store and password hashes, shared out",
              List.of("RequestSlotsTest", "CallTurnsTest", "ReaderSharesTest", "HashingPoolTest")),
          Map.entry(
              "what calls, queries, groups and syncs cost, and who pays",
              List.of("CallBudgetTest", "CallCostsTest", "GroupRateTest", "SyncAnswerTest")),
          Map.entry(
              "long answers that nobody reads, and so are not made", List.of("LongAnswerTest")),
          Map.entry("memory that runs out ends the process", List.of("OutOfMemoryTest")),
          Map.entry(
              "a fault repeated is one line and a count; lines that nobody forges",
              List.of("FaultLogTest", "FailureLogTest", "LogLineTest")),
          Map.entry(
              "failed sign-ins slow and never lock, and tell nothing by their time",
              List.of("SlowedSignInsTest", "AuthenticatorTest", "FailureTimeTest", "SignInTest")),
          Map.entry(
              "second factors guessed by who knows the password",
              List.of("SecondFactorsTest", "TotpTest")),
          Map.entry(
              "other origins, and the one address of the server",
              List.of("OriginTest", "AllowedOriginTest", "PublicUrlTest")),
          Map.entry(
              "figures behind their token, with names of closed sets",
              List.of("MetricsAccessTest", "MonitoringFilesTest")),
          Map.entry("secrets that others can read", List.of("SecretFileTest")),
          Map.entry("a name twice in JSON, in bodies and on sockets", List.of("JsonTest")),
          Map.entry(
              "the last admin who can sign in; tokens after deactivation",
              List.of("UserRegistrarTest", "EndedTokensTest")),
          Map.entry(
              "everything that may be asked, by everybody who may not",
              List.of("AuthorisationTest")),
          Map.entry(
              "the chain of the audit, and what was changed in it",
              List.of("AuditTest", "AuditCheckTest")),
          Map.entry("devices signed out from elsewhere", List.of("DevicesTest", "SignOutTest")),
          Map.entry("licences of what is shipped", List.of("LicenceTest")));

  private AttackTests() {}

  /** {@code Class.method} of each attack, of which each has one. */
  static Map<Attack, String> byAttack() {
    var found = new EnumMap<Attack, String>(Attack.class);
    for (Path file : files(SOURCES)) {
      String test = file.getFileName().toString().replace(".java", "");
      if (!test.endsWith("Test")) {
        continue;
      }
      String method = "";
      for (String line : read(file).lines().toList()) {
        if (line.startsWith(METHOD)) {
          method = line.substring(METHOD.length(), line.indexOf('('));
        }
        for (Attack attack : named(line)) {
          String here = test + "." + method;
          String before = found.put(attack, here);
          if (before != null && !before.equals(here)) {
            throw new AssertionError(attack + " is tried by " + before + " and " + here);
          }
        }
      }
    }
    if (found.size() < Attack.values().length) {
      throw new AssertionError("Not all are tried: " + found);
    }
    return found;
  }

  private static List<Attack> named(String line) {
    List<String> words = List.of(line.split("\\W+", -1));
    return line.contains("Attack.")
        ? Stream.of(Attack.values()).filter(attack -> words.contains(attack.name())).toList()
        : List.of();
  }

  /** Rows of what is tried in one process or on one part. */
  static String smaller() {
    List<String> tests =
        files(ROOT).stream().map(file -> file.getFileName().toString()).distinct().toList();
    return SMALLER.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(row -> "| " + row.getKey() + " | " + existing(row.getValue(), tests) + " |\n")
        .collect(Collectors.joining());
  }

  private static String existing(List<String> names, List<String> tests) {
    for (String name : names) {
      if (!tests.contains(name + ".java")) {
        throw new AssertionError("There is no " + name);
      }
    }
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /** Sources of tests below it, but for what is built or installed. */
  private static List<Path> files(Path folder) {
    try (Stream<Path> modules = Files.list(ROOT)) {
      List<Path> roots =
          folder.equals(ROOT)
              ? modules.map(module -> module.resolve("src/test/java")).toList()
              : List.of(folder);
      return roots.stream().filter(Files::isDirectory).flatMap(AttackTests::javaIn).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> javaIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
