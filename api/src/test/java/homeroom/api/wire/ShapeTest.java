// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.school.IdFormat;
import homeroom.chat.school.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the records say of the values that they print and parse. */
class ShapeTest {

  record Sent(
      @Description("What it says.") @MinLength(1) @MaxLength(5) String text,
      @EnumOf(Role.class) String role,
      @Const("true") boolean ok,
      @Const("direct") String type,
      @Minimum(1) @Maximum(9) long number,
      @Nullable Integer limit,
      Map<String, Object> claims,
      @Time List<String> times) {}

  private static List<Shape> shapes(Class<?> type) {
    return PayloadField.of(type).stream().map(PayloadField::shape).toList();
  }

  @Test
  void annotationsSayWhatTheTypeDoesNot() {
    var anyText = new Shape.Text(0, Integer.MAX_VALUE);
    assertThat(shapes(Sent.class))
        .containsExactly(
            new Shape.Text(1, 5),
            new Shape.OneOfTexts(List.of("student", "teacher", "admin")),
            new Shape.ConstTruth(true),
            new Shape.ConstText("direct"),
            new Shape.WholeNumber(1, 9),
            new Shape.WholeNumber(0, Integer.MAX_VALUE),
            new Shape.MapOf(anyText, new Shape.Anything(), Integer.MAX_VALUE),
            new Shape.ListOf(new Shape.TimeText()));
  }

  @Test
  void anEnumIsTheListOfItsOwnTexts() {
    record Received(Role role) {}

    assertThat(shapes(Received.class))
        .containsExactly(
            new Shape.OneOfTexts(Arrays.stream(Role.values()).map(WireWord::of).toList()));
  }

  @Test
  void aTypeThatTheWireDoesNotKnowIsAMistake() {
    record Wrong(Instant at) {}

    assertThatThrownBy(() -> PayloadField.of(Wrong.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePatternOfIdsIsTheirRule() {
    for (int c = 0; c < 0x180; c++) {
      String text = Character.toString(c);
      assertThat(text.matches(IdFormat.PATTERN)).as("%x", c).isEqualTo(IdFormat.matches(text));
    }
    for (int length : List.of(0, 1, 64, 65)) {
      String text = "x".repeat(length);
      assertThat(text.matches(IdFormat.PATTERN)).isEqualTo(IdFormat.matches(text));
    }
  }
}
