// SPDX-License-Identifier: Apache-2.0
package homeroom.api.auth;

import homeroom.chat.roster.User;
import homeroom.chat.school.Caller;

/** Somebody signed in: the token they hold and who the roster says they are. */
public record Session(AccessToken token, User user) {

  /** Their user as the one who calls over REST. */
  public Caller caller() {
    return user.asCaller(null).signedIn(token.issuedAt());
  }
}
