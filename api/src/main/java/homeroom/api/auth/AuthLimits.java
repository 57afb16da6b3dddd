// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import java.time.Duration;

/**
 * The bounds of signing in.
 *
 * @param accountFailures failed sign-ins to one account from one address within the window; one
 *     more is refused
 * @param addressFailures failed sign-ins from one address within the window, whatever the account
 * @param failureWindow how long failures are remembered, counted from the first
 * @param rememberedFailures accounts and addresses remembered at once; beyond that the least tried
 *     are forgotten
 * @param tokenLength the longest token that is looked at, in characters
 * @param socketsPerUser sockets of one user at once
 * @param keySetBytes the largest key set of an issuer
 * @param keySetWait how long to wait for it
 * @param keySetRefresh how often it is asked for
 * @param keySetAgain how often it is asked for because a token names a key that is not known
 * @param clockSkew how far the clock of an issuer may be from ours
 */
public record AuthLimits(
    int accountFailures,
    int addressFailures,
    Duration failureWindow,
    int rememberedFailures,
    int tokenLength,
    int socketsPerUser,
    int keySetBytes,
    Duration keySetWait,
    Duration keySetRefresh,
    Duration keySetAgain,
    Duration clockSkew) {

  public static final AuthLimits DEFAULT =
      new AuthLimits(
          10,
          1000,
          Duration.ofMinutes(15),
          200_000,
          8192,
          20,
          512 * 1024,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30));

  /** The same with these numbers of failed sign-ins. */
  public AuthLimits withFailures(int perAccount, int perAddress) {
    return new AuthLimits(
        perAccount,
        perAddress,
        failureWindow,
        rememberedFailures,
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
        accountFailures,
        addressFailures,
        failureWindow,
        rememberedFailures,
        tokenLength,
        sockets,
        keySetBytes,
        keySetWait,
        keySetRefresh,
        keySetAgain,
        clockSkew);
  }
}
