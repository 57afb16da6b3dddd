// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers of options, each of which says what it may be. */
abstract class WholeNumber implements ITypeConverter<Integer> {

  private final int least;
  private final int most;

  private WholeNumber(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** Of the network; 0 is for any that is free, or for none. */
  static final class Port extends WholeNumber {
    Port() {
      super(0, 65_535);
    }
  }

  /** Of what there may be none. */
  static final class FromZero extends WholeNumber {
    FromZero() {
      super(0, Integer.MAX_VALUE);
    }
  }

  /** Of what there is some. */
  static final class FromOne extends WholeNumber {
    FromOne() {
      super(1, Integer.MAX_VALUE);
    }
  }

  @Override
  public Integer convert(String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // says the same
    }
    throw new TypeConversionException("it is a whole number, " + least + " to " + most + ".");
  }
}
