// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmSettingsTest {

  @Test
  void aServerSaysInOneLineWhatMemoryItMayTakeAndWhy() {
    assertThat(new JvmSettings().sentence())
        .matches(
            "Memory: heap up to \\d+ MB \\(.+\\), .+ collector \\(.+\\)\\. HOMEROOM_JAVA_OPTS"
                + " changes it\\.");
  }
}
