// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Maven is told. */
class VerificationTest {

  private final Verification test =
      new Verification(new Checkout(Path.of("..").toAbsolutePath().normalize()));

  @Test
  void everythingGoesOnAfterFailuresAndRunsOnBothStores() {
    assertThat(test.command())
        .contains("--fail-at-end", "-Dmaven.test.failure.ignore=true", "-T1C", "-Pwhole", "verify")
        .doesNotContain("-pl");
  }

  @Test
  void allMeansTheLongOnesToo() {
    test.select("--all");
    assertThat(test.command()).contains("-Pwhole,long");
  }

  @Test
  void ofAModuleOnlyItsOwnTestsRun() {
    test.select("dev");
    List<String> command = test.command();
    assertThat(command).contains("-pl", "dev", "-am");
    String named =
        command.stream().filter(each -> each.startsWith("-Dtest=")).findFirst().orElseThrow();
    assertThat(named.substring("-Dtest=".length()).split(",", -1))
        .contains("homeroom.dev.PomTest", "homeroom.dev.VerificationTest")
        .allMatch(test -> test.startsWith("homeroom.dev."));
  }

  @Test
  void aNamedClassRunsEvenIfItIsLong() {
    test.select("PomTest");
    assertThat(test.command()).contains("-pl", "dev", "-Dtest=PomTest", "-Dtests.excluded=");
  }

  @Test
  void whatBeginsWithADashIsForMaven() {
    test.select("-o");
    assertThat(test.command()).endsWith("-o");
  }

  @Test
  void aWrongNameIsSaidSo() {
    assertThatThrownBy(() -> test.select("NoSuchTest"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("NoSuchTest")
        .hasMessageContaining("chat");
  }
}
