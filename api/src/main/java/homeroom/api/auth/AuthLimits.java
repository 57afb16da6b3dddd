// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.time.Duration;

/**
 * The bounds of signing in.
 *
 * @param slowing how failed sign-ins slow later ones
 * @param secondFactors the same of the codes of second factors, from one network
 * @param allSecondFactors the same from all networks together
 * @param tokenLength the longest token that is looked at, in characters
 * @param socketsPerUser sockets of one user at once
 * @param keySetBytes the largest key set of an issuer
 * @param keySetWait how long to wait for it
 * @param keySetRefresh how often it is asked for
 * @param keySetAgain how often it is asked for because a token names a key that is not known
 * @param clockSkew how far the clock of an issuer may be from ours
 */
public record AuthLimits(
    SlowingLimits slowing,
    SlowingLimits secondFactors,
    SlowingLimits allSecondFactors,
    int tokenLength,
    int socketsPerUser,
    int keySetBytes,
    Duration keySetWait,
    Duration keySetRefresh,
    Duration keySetAgain,
    Duration clockSkew) {

  public static final AuthLimits DEFAULT =
      new AuthLimits(
          SlowingLimits.DEFAULT,
          SlowingLimits.SECOND_FACTORS,
          SlowingLimits.ALL_SECOND_FACTORS,
          8192,
          20,
          512 * 1024,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  /** The same with other limits of failed sign-ins. */
  public AuthLimits withSlowing(SlowingLimits limits) {
    return new AuthLimits(
        limits,
        secondFactors,
        allSecondFactors,
        tokenLength,
        socketsPerUser,
        keySetBytes,
        keySetWait,
        keySetRefresh,
        keySetAgain,
        clockSkew);
  }

  /** The same with this number of sockets for each user. */
  public AuthLimits withSocketsPerUser(int sockets) {
    return new AuthLimits(
        slowing,
        secondFactors,
        allSecondFactors,
        tokenLength,
        sockets,
        keySetBytes,
        keySetWait,
        keySetRefresh,
        keySetAgain,
        clockSkew);
  }
}
