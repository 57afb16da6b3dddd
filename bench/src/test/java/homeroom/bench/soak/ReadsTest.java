// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadsTest {

  private final Reads reads = new Reads();

  @Test
  void whatWasAcknowledgedAsReadAndIsNotIsLost() {
    reads.promised("ada", "maths", 7);
    reads.promised("ada", "maths", 5);

    assertThat(reads.lost(Map.of("ada", Map.of("maths", 7L)))).isEmpty();
    assertThat(reads.lost(Map.of("ada", Map.of("maths", 9L)))).isEmpty();
    assertThat(reads.lost(Map.of("ada", Map.of("maths", 6L))))
        .containsExactly("promised that ada has read maths up to 7, there is 6");
  }

  @Test
  void ofAConversationThatOneIsNotInNothingIsKnown() {
    reads.promised("ada", "maths", 7);

    assertThat(reads.lost(Map.of("ada", Map.of("chess", 1L)))).isEmpty();
    assertThat(reads.lost(Map.of("ben", Map.of("maths", 1L)))).isEmpty();
  }
}
