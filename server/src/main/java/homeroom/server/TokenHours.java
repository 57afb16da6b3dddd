// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.session.EndedTokens;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a token lasts, in whole hours. */
final class TokenHours implements ITypeConverter<Duration> {

  private static final long MAX = EndedTokens.LONGEST.toHours();

  @Override
  public Duration convert(String value) {
    try {
      long hours = Long.parseLong(value);
      if (hours >= 1 && hours <= MAX) {
        return Duration.ofHours(hours);
      }
    } catch (NumberFormatException notANumber) {
      // says the same
    }
    throw new TypeConversionException("it is a whole number of hours, 1 to " + MAX + ".");
  }
}
