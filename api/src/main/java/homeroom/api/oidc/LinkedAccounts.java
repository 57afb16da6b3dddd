// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.people.LinkedIdentity;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose account one at a provider is: the link of issuer and subject, made once. Nobody gets an
 * account by signing in. Blocks on the store; safe for many threads.
 */
record LinkedAccounts(RosterStore roster, IdentityLinks links) {

  /**
   * The active user of the provider's school who has that account, linked now by the claim that the
   * school chose, if it was not before.
   */
  Optional<User> find(OidcProvider provider, ProviderConnection.Claims claims) {
    Optional<School> school =
        roster.schools().stream().filter(provider.trusted()::isOf).findFirst();
    if (school.isEmpty()) {
      return Optional.empty();
    }
    Optional<LinkedIdentity> link =
        links.find(school.get().id(), claims.issuer(), claims.subject());
    Optional<User> user =
        link.isPresent()
            ? roster.userById(link.get().userId())
            : byClaim(provider, school.get(), claims)
                .filter(User::active)
                .filter(found -> link(provider, found, claims));
    return user.filter(found -> found.active() && found.schoolId().equals(school.get().id()));
  }

  private Optional<User> byClaim(
      OidcProvider provider, School school, ProviderConnection.Claims claims) {
    @Nullable String claim = provider.claim();
    if (claim == null || !(claims.all().get(claim) instanceof String value) || value.isBlank()) {
      return Optional.empty();
    }
    if (claim.equals("email")) {
      return Boolean.TRUE.equals(claims.all().get("email_verified"))
          ? roster
              .credentials(value)
              .map(Credentials::user)
              .filter(user -> user.schoolId().equals(school.id()))
          : Optional.empty();
    }
    return roster.credentials(school.id(), value).map(Credentials::user);
  }

  /** Whether it was made: not for somebody who has another account of the same provider. */
  private boolean link(OidcProvider provider, User user, ProviderConnection.Claims claims) {
    return links.link(AuditActor.of(user.id()), user, provider.trusted(), claims.subject());
  }
}
