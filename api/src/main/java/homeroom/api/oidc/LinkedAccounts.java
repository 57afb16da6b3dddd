// SPDX-License-Identifier: Apache-2.0
package homeroom.api.oidc;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.imports.RosterImportStore;
import homeroom.chat.people.IdentityLinks;
import homeroom.chat.people.LinkedIdentity;
import homeroom.chat.roster.Credentials;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose account one at a provider is: the link of issuer and subject, made once. Nobody gets an
 * account by signing in. Blocks on the store; safe for many threads.
 */
record LinkedAccounts(RosterStore roster, RosterImportStore imports, IdentityLinks links) {

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
    SchoolId id = school.get().id();
    Optional<LinkedIdentity> link = links.find(id, claims.issuer(), claims.subject());
    Optional<User> user =
        link.isPresent()
            ? roster.userById(link.get().userId())
            : claimed(provider, claims).flatMap(value -> linked(provider, id, claims, value));
    return user.filter(found -> isActive(found, id));
  }

  private static boolean isActive(User user, SchoolId school) {
    return user.active() && user.schoolId().equals(school);
  }

  /** What the provider's claim says: an address only if it is verified. */
  private static Optional<String> claimed(OidcProvider provider, ProviderConnection.Claims claims) {
    @Nullable String claim = provider.claim();
    boolean counts =
        claim != null
            && (!claim.equals("email") || Boolean.TRUE.equals(claims.all().get("email_verified")));
    return counts && claims.all().get(claim) instanceof String value && !value.isBlank()
        ? Optional.of(value)
        : Optional.empty();
  }

  /** Whose it becomes now: theirs of whom an admin expects it, or of whom the roster says it. */
  private Optional<User> linked(
      OidcProvider provider, SchoolId school, ProviderConnection.Claims claims, String value) {
    Optional<LinkedIdentity> expected = links.expected(school, claims.issuer(), value);
    if (expected.isPresent()) {
      return roster
          .userById(expected.get().userId())
          .filter(user -> isActive(user, school))
          .filter(user -> links.fulfil(expected.get(), user, provider.trusted(), claims.subject()));
    }
    return inRoster(provider, school, value)
        .filter(user -> isActive(user, school))
        .filter(user ->
            links.link(AuditActor.of(user.id()), user, provider.trusted(), claims.subject()));
  }

  private Optional<User> inRoster(OidcProvider provider, SchoolId school, String value) {
    return switch (provider.field()) {
      case RosterField.Name() ->
          "email".equals(provider.claim())
              ? roster.credentials(value).map(Credentials::user)
              : roster.credentials(school, value).map(Credentials::user);
      case RosterField.Identifier() -> inFiles(school, value);
      case RosterField.UserIds(String type) -> inFiles(school, "{" + type + ":" + value + "}");
    };
  }

  /** Nobody if the files say it of several. */
  private Optional<User> inFiles(SchoolId school, String account) {
    List<User> owners =
        imports.withAccount(school, account).stream()
            .flatMap(id -> roster.user(school, id).stream())
            .filter(User::active)
            .toList();
    return owners.size() == 1 ? Optional.of(owners.getFirst()) : Optional.empty();
  }
}
