// SPDX-License-Identifier: Apache-2.0
package homeroom.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom JSON may be sent to. */
class AcceptHeaderTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*/*",
        "application/json",
        "APPLICATION/JSON",
        " application/* ; q=0.1",
        "text/html, application/json;q=0.001",
        "text/html,*/*;q=0.8",
        "application/json;q=0, */*",
        "application/json;charset=utf-8"
      })
  void aRangeThatJsonIsInTakesIt(String accept) {
    assertThat(AcceptHeader.takesJson(accept)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        "text/html",
        "application/json;q=0",
        "application/json ; q=0.000",
        "*/*;Q=0.",
        "application/jsonp",
        "text/*, image/png;q=0.5"
      })
  void otherRangesAndAWeightOfZeroDoNot(String accept) {
    assertThat(AcceptHeader.takesJson(accept)).isFalse();
  }
}
