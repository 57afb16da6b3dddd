// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Over how long sockets are closed when a server stops, in whole seconds. */
final class DrainSeconds implements ITypeConverter<Duration> {

  private static final long MAX = 600;

  @Override
  public Duration convert(String value) {
    try {
      long seconds = Long.parseLong(value);
      if (seconds >= 0 && seconds <= MAX) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException notANumber) {
      // says the same
    }
    throw new TypeConversionException("it is a whole number of seconds, 0 to " + MAX + ".");
  }
}
