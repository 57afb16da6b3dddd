// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What people sign in with who have no address. */
class UserNameTest {

  @Test
  void oneNameHasOneKeyHoweverItIsWritten() {
    for (String written :
        List.of(
            "jos\u00e9.7b", "Jose\u0301.7B", "\u200e JOS\u00c9.7b \u200b", "\uff4aos\u00e9.7b")) {
      assertThat(UserName.key(written)).as(written).isEqualTo("jos\u00e9.7b");
    }
    assertThat(UserName.canonical(" Jose\u0301.7B\u200b")).isEqualTo("Jos\u00e9.7B");
  }

  @Test
  void aNameIsOneThatCanBeTypedFromACard() {
    for (String right :
        List.of("a", "ada.park", "ada@hill.example", "\u5b89\u5a1c", "x".repeat(254))) {
      assertThat(UserName.isValid(right)).as(right).isTrue();
    }
    for (String wrong :
        List.of("", "ada park", "ada\npark", "a\u00add", "\u2800", "\ud800", "x".repeat(255))) {
      assertThat(UserName.isValid(wrong)).as(wrong).isFalse();
    }
    assertThat(UserName.key("x".repeat(2_000))).isEmpty();
  }
}
