// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void aTableIsMarkdownThatIsAligned() {
    var table = new Table("server", "cost").row(List.of("ours", "1.5")).row(List.of("b", "12.5"));

    assertThat(table)
        .hasToString(
            """
            | server | cost |
            | ------ | ---: |
            | ours   |  1.5 |
            | b      | 12.5 |
            """);
  }

  @Test
  void whatIsNoNumberIsADash() {
    assertThat(Table.number(Double.NaN, 2)).isEqualTo("–");
    assertThat(Table.number(12_345.678, 1)).isEqualTo("12,345.7");
  }
}
