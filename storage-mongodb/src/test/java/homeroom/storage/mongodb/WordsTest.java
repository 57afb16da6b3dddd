// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a message is found by. */
class WordsTest {

  private static final String MARK = "\u0e48";

  @Test
  void marksBeyondThirtyInARowAreNotSorted() {
    assertThat(Words.of("\u0e01" + MARK.repeat(8_000))).containsExactly("\u0e01" + MARK.repeat(30));
  }

  @Test
  void marksOfEachLetterCountByThemselves() {
    assertThat(Words.of(("\u0e01" + MARK).repeat(31)))
        .containsExactly(("\u0e01" + MARK).repeat(31));
  }
}
