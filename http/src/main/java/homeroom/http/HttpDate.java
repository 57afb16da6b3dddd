// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the {@code Date} header, formatted once a second. Safe for many threads. */
final class HttpDate {

  /** The IMF-fixdate of RFC 9110, section 5.6.7; the JDK's RFC 1123 form has one-digit days. */
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

  private record Formatted(long epochSecond, String text) {}

  private final InstantSource clock;
  private volatile Formatted latest = new Formatted(Long.MIN_VALUE, "");

  HttpDate(InstantSource clock) {
    this.clock = clock;
  }

  String now() {
    long second = Math.floorDiv(clock.millis(), 1_000L);
    Formatted known = latest;
    if (known.epochSecond() != second) {
      known = new Formatted(second, format(second));
      latest = known;
    }
    return known.text();
  }

  private static String format(long epochSecond) {
    return FORMAT.format(Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC));
  }
}
