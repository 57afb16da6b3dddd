// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import homeroom.chat.people.IdentityProvider;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that one school trusts.
 *
 * @param name by which addresses name it
 * @param issuer as it calls itself; its discovery document lies under it
 * @param clientId what it knows this server by
 * @param clientSecret null for a public client
 * @param school the name or the id of the school whose people it has
 * @param claim by which somebody who signs in for the first time is found: {@code email}, which has
 *     to be verified, or any other; null if accounts are linked otherwise only
 * @param field what the value of the claim is compared with
 */
public record OidcProvider(
    String name,
    String issuer,
    String clientId,
    @Nullable String clientSecret,
    String school,
    @Nullable String claim,
    RosterField field) {

  /** What the rest of the server knows of it. */
  public IdentityProvider trusted() {
    return new IdentityProvider(name, issuer, school, claim);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "OidcProvider[" + name + "]";
  }
}
