// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a message is found by. */
class WordsTest {

  private static final String MARK = "\u0941";

  @Test
  void marksBeyondThirtyInARowAreNotSorted() {
    assertThat(Words.of("\u0915" + MARK.repeat(8_000))).containsExactly("\u0915" + MARK.repeat(30));
  }

  @Test
  void marksOfEachLetterCountByThemselves() {
    assertThat(Words.of(("\u0915" + MARK).repeat(31)))
        .containsExactly(("\u0915" + MARK).repeat(31));
  }

  @Test
  void whatIsAskedForNeedsNoPartShorterThanItCouldBe() {
    assertThat(Words.of("\u5bb6\u957f\u4f1a"))
        .containsExactly("\u5bb6\u957f", "\u957f\u4f1a", "\u4f1a");
    assertThat(Words.asked("\u5bb6\u957f\u4f1a")).containsExactly("\u5bb6\u957f", "\u957f\u4f1a");
    assertThat(Words.asked("\u4f1a")).containsExactly("\u4f1a");
  }

  @Test
  void aTextOfSignsAloneHasNoWords() {
    assertThat(Words.of(" *!?\u2192\u200d\u200c\ud800 ")).isEmpty();
  }
}
