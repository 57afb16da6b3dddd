// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkout's launcher gives a JVM, by one that says what it was given. */
class LauncherTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String SERIAL = "-XX:+UseSerialGC";

  @TempDir private Path folder = Path.of("");

  private Path jvm = Path.of("");
  private Path target = Path.of("");

  /** A checkout that is built, a JVM, and a machine of one processor. */
  @BeforeEach
  void checkout() throws IOException {
    target = Files.createDirectories(folder.resolve("server/target"));
    Files.createDirectory(target.resolve("lib"));
    Files.createFile(target.resolve("server.jar"));
    Path options = Files.createDirectories(folder.resolve("deploy/package"));
    for (String file : List.of("jvm.options", "rehearsal.options")) {
      Files.copy(ROOT.resolve("deploy/package").resolve(file), options.resolve(file));
    }
    Files.copy(ROOT.resolve("homeroom"), folder.resolve("homeroom"));
    jvm = folder.resolve("jvm");
    Files.createDirectories(jvm.resolve("bin"));
    Files.writeString(jvm.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program(
        "java",
        """
        #!/bin/sh
        case $1 in -XX:AOTCacheOutput=*)
          : >"${1#*=}"
          echo one >>"$(dirname "$0")/rehearsals"
        esac
        printf '%s\\n' "$@"
        """);
    program("nproc", "#!/bin/sh\necho 1\n");
    Files.createFile(target.resolve("built"));
  }

  private void program(String name, String text) throws IOException {
    Path file = Files.writeString(jvm.resolve("bin").resolve(name), text);
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
  }

  @Test
  void whatWorksBesideAServerLeavesTheProcessorsToIt() throws Exception {
    program("java", "#!/bin/sh\nnice\n");
    int own = Integer.parseInt(run(Map.of(), "serve").getLast());
    int beside = Integer.parseInt(run(Map.of(), "roster", "import").getLast());
    assertThat(beside).isEqualTo(Math.min(19, own + 10));
  }

  /** What the JVM is given in the end. */
  private List<String> run(Map<String, String> environment, String... arguments) throws Exception {
    return runAs(List.of(), environment, arguments);
  }

  /**
   * @param user a command that runs another as a user
   */
  private List<String> runAs(
      List<String> user, Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<>(user);
    command.addAll(List.of("sh", folder.resolve("homeroom").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(said().toFile());
    builder.environment().keySet().removeIf(name -> name.matches("HOMEROOM_.*|J.*_OPTIONS"));
    builder.environment().put("HOMEROOM_JAVA_HOME", jvm.toString());
    builder
        .environment()
        .merge("PATH", jvm.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.lines().toList();
  }

  /** What it tells whoever started it. */
  private Path said() {
    return folder.resolve("said");
  }

  private int rehearsals() throws IOException {
    Path noted = jvm.resolve("bin/rehearsals");
    return Files.exists(noted) ? Files.readAllLines(noted).size() : 0;
  }

  private String withCache() {
    return "-XX:AOTCache=" + target.resolve("homeroom.aot");
  }

  @Test
  void aServerIsRehearsedOnceForEachJvmAndProgram() throws Exception {
    assertThat(run(Map.of(), "serve")).contains(withCache(), "serve");
    assertThat(run(Map.of("TZ", "Asia/Tokyo"), "serve")).contains(withCache());
    assertThat(run(Map.of(), "token")).contains(withCache());
    assertThat(rehearsals()).isEqualTo(1);
    Files.writeString(jvm.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    assertThat(run(Map.of(), "demo")).contains(withCache());
    assertThat(rehearsals()).isEqualTo(2);
    Files.writeString(target.resolve("server.jar"), "another");
    assertThat(run(Map.of(), "serve")).contains(withCache());
    assertThat(rehearsals()).isEqualTo(3);
  }

  @Test
  void whatIsNoServerStartsAtOnceWithoutTheCacheOfAnother() throws Exception {
    assertThat(run(Map.of(), "serve")).contains(withCache());
    Files.writeString(jvm.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    assertThat(run(Map.of(), "token")).doesNotContain(withCache()).contains("token");
    assertThat(rehearsals()).isEqualTo(1);
  }

  /** As in a checkout of another user, whose files cannot be removed. */
  @Test
  void aServerStartsWhereTheCacheOfAnotherStays() throws Exception {
    Files.createDirectory(target.resolve("homeroom.aot"));
    assertThat(run(Map.of(), "serve")).doesNotContain(withCache()).contains("serve");
    assertThat(rehearsals()).isZero();
  }

  @Test
  void aServerStartsInACheckoutThatIsOnlyReadAndSaysNothingOfACache() throws Exception {
    boolean root = System.getProperty("user.name").equals("root");
    List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThat(runAs(root ? nobody : List.of(), Map.of(), "serve"))
          .contains("-XX:AOTMode=auto", "serve");
    } finally {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(said()).isEmptyFile();
    assertThat(rehearsals()).isZero();
  }

  @Test
  void aProgramOfAnotherSecondIsAnother() throws Exception {
    FileTime now = Files.getLastModifiedTime(target.resolve("server.jar"));
    assertThat(run(Map.of(), "serve")).contains(withCache());
    Files.setLastModifiedTime(
        target.resolve("server.jar"), FileTime.from(now.toInstant().minusSeconds(1)));
    assertThat(run(Map.of(), "serve")).contains(withCache());
    assertThat(rehearsals()).isEqualTo(2);
  }

  /** The JVM does not start where the lower share of the heap is above the higher. */
  @Test
  void aShareOfTheHeapThatIsNamedLeavesTheOtherToTheOptionsOfAll() throws Exception {
    assertThat(run(Map.of(), "serve")).contains("-XX:MaxHeapFreeRatio=15");
    assertThat(run(Map.of("HOMEROOM_JAVA_OPTS", "-XX:MinHeapFreeRatio=20"), "serve"))
        .contains(SERIAL, "-XX:MinHeapFreeRatio=20")
        .doesNotContain("-XX:MaxHeapFreeRatio=15");
  }

  @Test
  void aCollectorThatIsNamedAnywhereIsTheOnlyOne() throws Exception {
    assertThat(run(Map.of(), "serve")).contains(SERIAL);
    for (String variable : List.of("HOMEROOM_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
      assertThat(run(Map.of(variable, "-Xmx300m -XX:+UseZGC"), "serve")).doesNotContain(SERIAL);
    }
  }

  @Test
  void onlyASmallMachineDoesWithTheQuickCompiler() throws Exception {
    String quick = "-XX:TieredStopAtLevel=1";
    assertThat(run(Map.of(), "serve")).contains(quick);
    assertThat(run(Map.of("HOMEROOM_JAVA_OPTS", "-XX:TieredStopAtLevel=4"), "serve"))
        .containsSubsequence(quick, "-XX:TieredStopAtLevel=4");
    program("nproc", "#!/bin/sh\necho 4\n");
    assertThat(run(Map.of(), "serve")).doesNotContain(quick, SERIAL);
  }
}
