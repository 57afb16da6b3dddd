// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The test vectors of RFC 6238, appendix B, in six digits, and of RFC 4648. */
class TotpTest {

  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  @Test
  void codesAreThoseOfTheStandard() {
    Map.of(
            59L, "287082",
            1_111_111_109L, "081804",
            1_111_111_111L, "050471",
            1_234_567_890L, "005924",
            2_000_000_000L, "279037",
            20_000_000_000L, "353130")
        .forEach((seconds, code) ->
            assertThat(Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(seconds))))
                .as("at " + seconds)
                .isEqualTo(code));
  }

  @Test
  void aCodeCountsOneStepBeforeAndAfterItsOwn() {
    String code = Totp.code(SECRET, 100);
    for (long step : new long[] {99, 100, 101}) {
      assertThat(Totp.matching(SECRET, code, Instant.ofEpochSecond(step * 30 + 29))).hasValue(100);
    }
    assertThat(Totp.matching(SECRET, code, Instant.ofEpochSecond(98 * 30 + 29))).isEmpty();
    assertThat(Totp.matching(SECRET, code, Instant.ofEpochSecond(102 * 30))).isEmpty();
    assertThat(Totp.matching(SECRET, "", Instant.ofEpochSecond(3_000))).isEmpty();
    assertThat(Totp.matching(SECRET, "\u0661\u0662", Instant.ofEpochSecond(3_000))).isEmpty();
  }

  @Test
  void secretsAreTypedInBase32() {
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(Totp.base32("foob".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YQ");
    assertThat(Totp.base32("fooba".getBytes(StandardCharsets.US_ASCII))).isEqualTo("MZXW6YTB");
  }
}
