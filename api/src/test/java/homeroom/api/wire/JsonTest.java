// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

/** What is read two ways by two readers is read by none of ours. */
class JsonTest {

  @Test
  void aTextOfBracketsIsRefusedBeforeItIsATree() {
    byte[] brackets = ("[" + "{},".repeat(300_000) + "{}]").getBytes(UTF_8);
    assertThatThrownBy(() -> Json.read(brackets)).isInstanceOf(Rejection.class);
    assertThatThrownBy(() -> Json.packets().readTree(brackets))
        .isInstanceOf(JacksonException.class);
    byte[] numbers = ("[" + "1,".repeat(20_000) + "1]").getBytes(UTF_8);
    assertThat(Json.read(numbers)).hasSize(20_001);
  }

  @Test
  void aLongAnswerIsWholeThoughItGivesWay() {
    List<String> texts = Collections.nCopies(9_000, "a long text, again and again");
    assertThat(Json.read(Json.bytes(texts))).hasSize(9_000);
  }

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
