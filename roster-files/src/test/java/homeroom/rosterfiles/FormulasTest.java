// SPDX-License-Identifier: Apache-2.0
package homeroom.rosterfiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No spreadsheet takes a name for a formula, and nothing is lost on the way there and back. */
class FormulasTest {

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "'=1"})
  void whatWouldBeAFormulaBeginsWithAnApostrophe(String text) {
    assertThat(Formulas.defused(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ada", "O'Neil", "'Ada'", "a=b", "'"})
  void otherTextsStayAsTheyAre(String text) {
    assertThat(Formulas.defused(text)).isEqualTo(text);
    assertThat(Formulas.plain(text)).isEqualTo(text);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    var random = new Random(17);
    for (int round = 0; round < 10_000; round++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(6); length > 0; length--) {
        text.append("'=+-@a ".charAt(random.nextInt(7)));
      }
      assertThat(Formulas.plain(Formulas.defused(text.toString()))).isEqualTo(text.toString());
    }
  }
}
