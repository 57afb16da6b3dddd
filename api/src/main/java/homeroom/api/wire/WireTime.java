// SPDX-License-Identifier: Apache-2.0
package homeroom.api.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times on the wire: ISO-8601 UTC with milliseconds, {@code 2026-11-22T08:15:30.123Z}. */
public final class WireTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private WireTime() {}

  public static String of(Instant time) {
    return FORMAT.format(time);
  }

  public static @Nullable String ofNullable(@Nullable Instant time) {
    return time == null ? null : of(time);
  }
}
