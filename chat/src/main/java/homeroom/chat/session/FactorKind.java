// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

/** What a {@link Factor} is. The words stay as they are: stored ones begin with them. */
public enum FactorKind {
  /** A single-use sign-in code; its key is the code's hash. */
  CODE("code"),
  /**
   * An account at an identity provider; its key is a hash of the school, the issuer and the subject
   * there, its value the name of the provider, the issuer and the subject, a line each.
   */
  IDENTITY("identity"),
  /**
   * An account at an identity provider that has not signed in yet; its key is a hash of the school,
   * the issuer and what the provider's claim will say, its value the name of the provider, the
   * issuer and that, a line each.
   */
  EXPECTED_IDENTITY("expected-identity"),
  /** The secret of a second factor that nobody has proved to have yet; its key is the user. */
  PENDING_TOTP("pending-totp"),
  /** The secret of a second factor; its key is the user, its value the secret, sealed. */
  TOTP("totp"),
  /** A time step whose code was used; its key is the user, a slash, and the step. */
  TOTP_STEP("totp-step"),
  /** A single-use recovery code; its key is the user, a slash, and the code's hash. */
  RECOVERY_CODE("recovery-code");

  private final String text;

  FactorKind(String text) {
    this.text = text;
  }

  /** As it is stored. */
  public String text() {
    return text;
  }
}
