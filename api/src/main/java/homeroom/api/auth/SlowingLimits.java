// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.time.Duration;

/**
 * How failed sign-ins slow later tries.
 *
 * @param failures to one account from one network before later tries take turns; after each as many
 *     more the pause between turns is longer by one
 * @param pause between two turns at first
 * @param longestPause it grows no further
 * @param waiting tries of one account and network that wait for a turn at most
 * @param longestWait for a turn, then the try is refused; at once if none comes in that time
 * @param window how long each failure is remembered
 * @param remembered accounts and networks remembered at once; beyond that the least tried are
 *     forgotten
 */
public record SlowingLimits(
    int failures,
    Duration pause,
    Duration longestPause,
    int waiting,
    Duration longestWait,
    Duration window,
    int remembered) {

  public static final SlowingLimits DEFAULT =
      new SlowingLimits(
          10,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          20,
          Duration.ofSeconds(10),
          Duration.ofMinutes(15),
          200_000);

  /** Of sign-in codes, whose account is unknown: a whole school types them on one day. */
  static final SlowingLimits CODES =
      new SlowingLimits(
          100,
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          100,
          Duration.ofSeconds(10),
          Duration.ofMinutes(15),
          200_000);

  /**
   * Of the six digits of a second factor, from one network: less than 60 wrong ones a day, so that
   * whoever tries from one leaves room for their owner in others.
   */
  static final SlowingLimits SECOND_FACTORS =
      new SlowingLimits(
          10,
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          20,
          Duration.ofSeconds(10),
          Duration.ofDays(1),
          200_000);

  /**
   * The same from all networks that are not their owner's together: less than 100 wrong ones a day
   * (NIST SP 800-63B).
   */
  static final SlowingLimits ALL_SECOND_FACTORS =
      new SlowingLimits(
          75,
          Duration.ofHours(1),
          Duration.ofHours(1),
          20,
          Duration.ofSeconds(10),
          Duration.ofDays(1),
          200_000);

  /** Failures remembered at most: those before them lengthen the pause no further. */
  long mostCounted() {
    return failures * (1 + longestPause.dividedBy(pause));
  }

  /** The same with this number of failures. */
  public SlowingLimits withFailures(int number) {
    return new SlowingLimits(number, pause, longestPause, waiting, longestWait, window, remembered);
  }
}
