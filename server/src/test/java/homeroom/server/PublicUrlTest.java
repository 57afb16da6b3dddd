// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Where people reach the server. */
class PublicUrlTest {

  private final PublicUrl.Converter converter = new PublicUrl.Converter();

  @Test
  void itIsAnOriginAndAFolder() {
    assertThat(converter.convert("https://school.example"))
        .isEqualTo(new PublicUrl("https://school.example", ""));
    assertThat(converter.convert("HTTPS://School.Example:8443/Chat/"))
        .isEqualTo(new PublicUrl("https://school.example:8443", "/Chat"))
        .hasToString("https://school.example:8443/Chat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "school.example",
        "ftp://school.example",
        "https://",
        "https://a@school.example",
        "https://school.example/?a",
        "https://school.example/#a",
        "https://school.example/../a",
        "https://school example"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
  }
}
