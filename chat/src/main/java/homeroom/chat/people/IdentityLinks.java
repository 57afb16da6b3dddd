// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.roster.User;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Whose the accounts at identity providers are. Each is one person's, and nobody has two of one
 * issuer. Blocks on the store; safe for many threads.
 */
public record IdentityLinks(FactorStore factors, Audit audit, Clock clock) {

  /** The one of that issuer and subject, in that school. */
  public Optional<LinkedIdentity> find(SchoolId school, String issuer, String subject) {
    return find(LinkedIdentity.id(school, issuer, subject));
  }

  Optional<LinkedIdentity> find(String id) {
    return factors.find(FactorKind.IDENTITY, id).flatMap(LinkedIdentity::of);
  }

  /** Those of a person. */
  List<LinkedIdentity> of(UserId user) {
    return factors.of(user).stream().map(LinkedIdentity::of).flatMap(Optional::stream).toList();
  }

  /**
   * Links an account to a person.
   *
   * @return false if it is somebody's already, or the person has another of the issuer
   */
  public boolean link(AuditActor by, User user, IdentityProvider provider, String subject) {
    var link =
        new LinkedIdentity(
            user.schoolId(),
            user.id(),
            provider.name(),
            provider.issuer(),
            subject,
            clock.instant());
    boolean taken =
        find(link.id()).isPresent()
            || of(user.id()).stream().anyMatch(one -> one.issuer().equals(provider.issuer()));
    if (taken) {
      return false;
    }
    audit.record(
        user.schoolId(), by, AuditAction.IDENTITY_LINKED, user.id().value(), provider.name(), "");
    return factors.add(link.factor());
  }
}
