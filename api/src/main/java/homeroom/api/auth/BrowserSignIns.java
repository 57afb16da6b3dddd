// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.roster.User;
import java.time.Instant;
import java.util.Optional;

/** The one-time codes of people who signed in elsewhere, in a browser. */
public interface BrowserSignIns {

  /** Nobody signs in elsewhere. */
  BrowserSignIns NONE = (code, cookies) -> Optional.empty();

  /**
   * Somebody who signed in elsewhere.
   *
   * @param provider its name
   * @param asked when the browser came back from there: a token for it counts as asked for then
   * @param askedAt the same as time passes
   */
  record SignedInElsewhere(User user, String provider, Instant asked, long askedAt) {}

  /**
   * Whose code it is; from now on it is good no more.
   *
   * @param cookies the header of the client, which has to be the browser that it was made for
   */
  Optional<SignedInElsewhere> redeem(String code, String cookies);
}
