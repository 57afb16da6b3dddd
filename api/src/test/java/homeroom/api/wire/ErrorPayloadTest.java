// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the network refuses, as an error of Feathers. */
class ErrorPayloadTest {

  @Test
  void aStatusThatFeathersHasNoNameForStaysWhatItIs() {
    ErrorPayload error = ErrorPayload.ofStatus(505, "This server speaks HTTP/1.1.");
    assertThat(error.code()).isEqualTo(505);
    assertThat(error.name()).isEqualTo("GeneralError");
    assertThat(error.data()).containsEntry("code", "http-505");
    assertThat(ErrorPayload.ofStatus(418, "").code()).isEqualTo(418);
  }

  @Test
  void oneThatItHasANameForIsCalledByIt() {
    ErrorPayload error = ErrorPayload.ofStatus(431, "Send fewer headers.");
    assertThat(error.code()).isEqualTo(431);
    assertThat(error.name()).isEqualTo("RequestHeaderFieldsTooLarge");
  }
}
