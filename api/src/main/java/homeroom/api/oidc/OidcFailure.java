// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

/**
 * A sign-in that came to nothing; the message is for the log, and holds nothing of the client's.
 */
final class OidcFailure extends Exception {

  private static final long serialVersionUID = 1L;

  OidcFailure(String message) {
    super(message);
  }

  OidcFailure(String message, Throwable why) {
    super(message + ": " + why.getClass().getSimpleName(), why);
  }
}
