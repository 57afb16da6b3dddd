// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeviceCopyTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final DeviceCopy copy = new DeviceCopy();

  private static JsonNode message(long seq, long rev, String text) {
    return JSON.readTree(json(seq, rev, text));
  }

  private static String json(long seq, long rev, String text) {
    return "{\"_id\":\"m%d\",\"conversationId\":\"c\",\"seq\":%d,\"rev\":%d,\"text\":\"%s\",\"deletedAt\":null}"
        .formatted(seq, seq, rev, text);
  }

  private DeviceCopy.Told synced(boolean reset, String messages) {
    String answer =
        """
        { "conversations": [ { "conversation": { "_id": "c", "type": "class", "rev": 5 },
            "messages": [%s], "rev": 5, "complete": true, "reset": %s } ],
          "removed": [], "epoch": "e" }
        """
            .formatted(messages, reset);
    return copy.answered(JSON.readTree(answer), Set.of("c"));
  }

  private DeviceCopy.Known known() {
    return Objects.requireNonNull(copy.conversations().get("c"));
  }

  @Test
  void whatComesOutOfOrderIsAGapUntilWhatIsMissingComes() {
    copy.apply(message(1, 1, "one"));
    copy.apply(message(3, 3, "three"));

    assertThat(copy.hasGap()).isTrue();
    copy.apply(message(2, 2, "two"));
    assertThat(copy.hasGap()).isFalse();
    assertThat(known().rev()).isEqualTo(3);
  }

  @Test
  void aSyncClosesTheGapThatItsRevCovers() {
    copy.apply(message(5, 5, "five"));

    assertThat(copy.hasGap()).isTrue();
    assertThat(synced(false, json(4, 4, "four")).done()).isTrue();
    assertThat(copy.hasGap()).isFalse();
  }

  @Test
  void anEditIsKeptAndWhatWasBeforeItComesTooLate() {
    copy.apply(message(1, 2, "after"));
    copy.apply(message(1, 1, "before"));

    assertThat(known().messages()).containsOnly(entry(1L, Version.of(message(1, 2, "after"))));
  }

  @Test
  void aResetForgetsWhatWasKnownAndIsToldOfAConversationThatWasNamed() {
    copy.apply(message(1, 1, "phantom"));

    DeviceCopy.Told told = synced(true, json(5, 5, "five"));

    assertThat(told.resets()).containsExactly("c");
    assertThat(known().messages()).containsOnlyKeys(5L);
    assertThat(known().from()).isEqualTo(5);
  }
}
