// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTimeTest {

  private static final long YEAR_1000 = Instant.parse("1000-01-01T00:00:00Z").getEpochSecond();
  private static final long YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond();

  @ParameterizedTest
  @CsvSource({
    "2026-11-22T08:15:30.123999Z, 2026-11-22T08:15:30.123Z",
    "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
    "0999-12-31T23:59:59.999Z, 0999-12-31T23:59:59.999Z",
    "+10000-01-01T00:00:00Z, +10000-01-01T00:00:00.000Z"
  })
  void timesHaveMilliseconds(Instant time, String text) {
    assertThat(WireTime.of(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsWrittenIsTheTimeToTheMillisecond(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      Instant time =
          Instant.ofEpochSecond(
              random.nextLong(YEAR_1000, YEAR_10000), random.nextInt(1_000_000_000));
      assertThat(Instant.parse(WireTime.of(time))).isEqualTo(time.truncatedTo(ChronoUnit.MILLIS));
    }
  }
}
