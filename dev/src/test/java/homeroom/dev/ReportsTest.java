// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {

  private static final FileTime START = FileTime.fromMillis(1_000_000);

  @TempDir private Path root = Path.of("");

  @BeforeEach
  void twoModules() throws IOException {
    Files.writeString(
        root.resolve("pom.xml"),
        "<project><modules><module>chat</module><module>e2e</module></modules></project>");
  }

  @Test
  void reportsOfAllModulesAndRunsAreSummed() throws IOException {
    report(
        "chat/target/surefire-reports", "a.ATest", 3, "<testcase classname='a.ATest' name='x'/>");
    report(
        "e2e/target/surefire-reports",
        "b.BTest",
        2,
        "<testcase classname='b.BTest' name='y'><failure>no</failure></testcase>");
    report(
        "e2e/target/surefire-reports-mongodb",
        "b.BTest",
        1,
        "<testcase classname='b.BTest' name='z'><error>no</error></testcase>");
    Reports sum = Reports.since(START, new Checkout(root));
    assertThat(sum.summary())
        .isEqualTo(
            """
            Failed:
              b.BTest y
              b.BTest z
            Tests run: 6, Failures: 1, Errors: 1, Skipped: 3\
            """);
    assertThat(sum.allPassed()).isFalse();
  }

  @Test
  void reportsOfAnEarlierRunDoNotCount() throws IOException {
    Path old = report("chat/target/surefire-reports", "a.OldTest", 1, "");
    Files.setLastModifiedTime(old, FileTime.fromMillis(999_000));
    report("chat/target/surefire-reports", "a.NewTest", 2, "");
    Reports sum = Reports.since(START, new Checkout(root));
    assertThat(sum.summary()).isEqualTo("Tests run: 2, Failures: 0, Errors: 0, Skipped: 1");
    assertThat(sum.allPassed()).isTrue();
  }

  @Test
  void aRunWithoutTestsHasNotPassed() {
    assertThat(Reports.since(START, new Checkout(root)).allPassed()).isFalse();
  }

  private Path report(String folder, String name, int tests, String cases) throws IOException {
    Path file = root.resolve(folder).resolve("TEST-" + name + ".xml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "<testsuite name='%s' tests='%d' failures='%d' errors='%d' skipped='1'>%s</testsuite>"
            .formatted(
                name,
                tests,
                cases.contains("<failure") ? 1 : 0,
                cases.contains("<error") ? 1 : 0,
                cases));
    return file;
  }
}
