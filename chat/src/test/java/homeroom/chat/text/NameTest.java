// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and classes are called. */
class NameTest {

  @Test
  void aNameIsComposedWithPlainSpacesAndNoneAtItsEnds() {
    assertThat(Name.canonical("\u00a0 Ana\u00a0Garci\u0301a\ufeff ")).isEqualTo("Ana Garc\u00eda");
  }

  @Test
  void namesOfEveryScriptAreNames() {
    for (String name :
        List.of(
            "Ana Garc\u00eda",
            "O'Brien-N\u00fa\u00f1ez",
            "\u05e9\u05b8\u05e8\u05b8\u05d4",
            "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
            "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
            "\u738b\u5c0f\u660e",
            "7B",
            "Ms. Smith \ud83d\udc69\ud83c\udffd\u200d\ud83d\udd2c")) {
      assertThat(Name.isValid(name, 200)).as(name).isTrue();
    }
  }

  @Test
  void whatCannotBeSeenOrLooksLikeAnotherIsRefused() {
    for (String name :
        List.of(
            "",
            " ",
            "\u200b",
            "\u3164",
            "\u2800",
            "\u00ad",
            "\udb40\udc41\udb40\udc42",
            "\u202eeman",
            "Tom\u200b",
            "To\u200dm",
            "Tom\u200c",
            "Tom\u2066",
            "Tom\u3164",
            "Tom\u2800",
            "Tom\nTeacher",
            "Tom\u2028",
            "Tom\u0000",
            "Tom\ud800",
            "a".repeat(201))) {
      assertThat(Name.isValid(name, 200)).as(name).isFalse();
    }
  }

  @Test
  void theKeyIsWhatAPersonLooksFor() {
    assertThat(Name.key("  \u00d6znur  O\u2019Brien-N\u00fa\u00f1ez "))
        .isEqualTo("oznur obrien nunez");
    assertThat(Name.key("\u0141ukasz Gro\u00df")).isEqualTo("lukasz gross");
    assertThat(Name.key("***")).isNotEmpty();
  }
}
