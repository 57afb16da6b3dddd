// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What is read two ways by two readers is read by none of ours. */
class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"role\":\"student\",\"role\":\"admin\"}",
        "{\"a\":1,\"\\u0061\":2}",
        "[\"message:send\",{\"to\":{\"x\":1,\"x\":1}}]"
      })
  void aNameTwiceInAnObjectIsMalformedInBodiesAndOnSockets(String json) {
    assertThatThrownBy(() -> Json.read(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> Json.packets().readTree(json)).isInstanceOf(JacksonException.class);
  }
}
