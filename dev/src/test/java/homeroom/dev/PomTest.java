// SPDX-License-Identifier: Apache-2.0
package homeroom.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads the poms of this repository, where a change of their form would be noticed. */
class PomTest {

  private final Checkout checkout = new Checkout(Path.of("..").toAbsolutePath().normalize());

  @Test
  void theModulesAreInOrder() {
    assertThat(checkout.modules()).startsWith("chat").contains("e2e", "checks", "dev");
  }

  @Test
  void warningsAreThoseOfTheBuild() {
    assertThat(checkout.pom().warnings()).contains("-Werror").hasSize(2);
  }

  @Test
  void testsGetTheOptionsOfTheirModuleOrElseOfAll() {
    assertThat(checkout.pom("http").testJvmOptions())
        .containsExactly("--enable-native-access=ALL-UNNAMED", "${jvm.brief}");
    assertThat(checkout.pom("http").testProperties())
        .containsEntry("io.netty.leakDetection.level", "paranoid");
    assertThat(checkout.pom("chat").testJvmOptions()).isEmpty();
    assertThat(Pom.resolved("${jvm.access}", checkout.pom().properties()))
        .startsWith("--enable-native-access");
  }

  @Test
  void propertiesMayNameProperties() {
    assertThat(Pom.resolved("x ${a} ${c}", Map.of("a", "${b}", "b", "1"))).isEqualTo("x 1 ${c}");
  }
}
