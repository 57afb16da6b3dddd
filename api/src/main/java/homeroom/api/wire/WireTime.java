// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times on the wire: ISO-8601 UTC with milliseconds, {@code 2026-11-22T08:15:30.123Z}. */
public final class WireTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * Years of four digits, which the formatter is not asked for: it is slow for what is so common.
   */
  private static final int FIRST_YEAR = 1000;

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int LAST_YEAR = 9999;
  private static final int LENGTH = "2026-11-22T08:15:30.123Z".length();

  private WireTime() {}

  public static String of(Instant time) {
    LocalDateTime at =
        LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), ZoneOffset.UTC);
    if (at.getYear() < FIRST_YEAR || at.getYear() > LAST_YEAR) {
      return FORMAT.format(time);
    }
    byte[] text = new byte[LENGTH];
    int end = put(text, 0, 4, at.getYear(), '-');
    end = put(text, end, 2, at.getMonthValue(), '-');
    end = put(text, end, 2, at.getDayOfMonth(), 'T');
    end = put(text, end, 2, at.getHour(), ':');
    end = put(text, end, 2, at.getMinute(), ':');
    end = put(text, end, 2, at.getSecond(), '.');
    end = put(text, end, 3, at.getNano() / NANOS_PER_MILLI, 'Z');
    return new String(text, 0, end, ISO_8859_1);
  }

  /** The digits of the number, and what follows them; returns where that ends. */
  private static int put(byte[] text, int start, int digits, int number, char next) {
    int left = number;
    for (int i = start + digits - 1; i >= start; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    text[start + digits] = (byte) next;
    return start + digits + 1;
  }

  public static @Nullable String ofNullable(@Nullable Instant time) {
    return time == null ? null : of(time);
  }
}
