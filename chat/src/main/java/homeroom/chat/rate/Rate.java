// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.rate;

/**
 * How fast something may go on.
 *
 * @param burst how much at once; 0 for no limit
 * @param perSecond how much is gained per second, up to {@code burst}
 */
public record Rate(double burst, double perSecond) {

  /** No limit. */
  public static final Rate NONE = new Rate(0, 0);

  public Rate {
    if (burst < 0 || (burst > 0 && perSecond <= 0)) {
      throw new IllegalArgumentException("a rate has a burst, 0 for none, and a gain");
    }
  }

  /** So many times as fast. */
  Rate times(int factor) {
    return new Rate(burst * factor, perSecond * factor);
  }
}
