// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.Audit;
import homeroom.chat.audit.AuditAction;
import homeroom.chat.audit.AuditActor;
import homeroom.chat.roster.User;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import homeroom.chat.session.EndedTokens;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose the accounts at identity providers are. Each is one person's, and nobody has two of one
 * issuer. Blocks on the store; safe for many threads.
 */
public record IdentityLinks(FactorStore factors, Audit audit, Clock clock) {

  /** The one of that issuer and subject, in that school. */
  public Optional<LinkedIdentity> find(SchoolId school, String issuer, String subject) {
    return find(LinkedIdentity.id(school, issuer, subject));
  }

  /** The one that is expected there, of which the provider's claim says that. */
  public Optional<LinkedIdentity> expected(SchoolId school, String issuer, String claimed) {
    return find(LinkedIdentity.expectedId(school, issuer, claimed));
  }

  Optional<LinkedIdentity> find(String id) {
    return factors
        .find(FactorKind.IDENTITY, id)
        .or(() -> factors.find(FactorKind.EXPECTED_IDENTITY, id))
        .flatMap(LinkedIdentity::of);
  }

  /** Those of a person. */
  public List<LinkedIdentity> of(UserId user) {
    return factors.of(user).stream().map(LinkedIdentity::of).flatMap(Optional::stream).toList();
  }

  /**
   * Links an account to a person.
   *
   * @return false if it is somebody's already, or the person has another of the issuer
   */
  public boolean link(AuditActor by, User user, IdentityProvider provider, String subject) {
    return add(by, identity(user, provider, subject, false), null);
  }

  /**
   * Links an account that has not signed in yet to a person.
   *
   * @param claimed what the provider's claim will say of it
   * @return false if it is somebody's already, or the person has another of the issuer
   */
  public boolean expect(AuditActor by, User user, IdentityProvider provider, String claimed) {
    return add(by, identity(user, provider, claimed, true), null);
  }

  /**
   * Links the account that was expected, now that it signs in.
   *
   * @return false if it is somebody's already, or the person has another of the issuer
   */
  public boolean fulfil(
      LinkedIdentity expected, User user, IdentityProvider provider, String subject) {
    boolean linked =
        add(AuditActor.of(user.id()), identity(user, provider, subject, false), expected.id());
    if (linked) {
      var _ = factors.remove(FactorKind.EXPECTED_IDENTITY, expected.id());
    }
    return linked;
  }

  private LinkedIdentity identity(
      User user, IdentityProvider provider, String subject, boolean expected) {
    return new LinkedIdentity(
        user.schoolId(),
        user.id(),
        provider.name(),
        provider.issuer(),
        subject,
        expected,
        clock.instant());
  }

  /**
   * @param instead the id of one that it takes the place of
   */
  private boolean add(AuditActor by, LinkedIdentity link, @Nullable String instead) {
    boolean taken =
        find(link.id()).isPresent()
            || of(link.userId()).stream()
                .anyMatch(one -> one.issuer().equals(link.issuer()) && !one.id().equals(instead));
    if (taken) {
      return false;
    }
    record(by, AuditAction.IDENTITY_LINKED, link);
    return factors.add(link.factor());
  }

  /**
   * Unlinks an account, and ends every token of its owner. A sign-in that is under way meanwhile
   * comes to nothing.
   */
  public void unlink(AuditActor by, LinkedIdentity link, EndedTokens ended) {
    record(by, AuditAction.IDENTITY_UNLINKED, link);
    if (link.expected()) {
      var _ = factors.remove(FactorKind.EXPECTED_IDENTITY, link.id());
      return;
    }
    // Before too: after a fault in between they are out, and a retry goes on.
    ended.endAllOf(link.userId());
    var _ = factors.remove(FactorKind.IDENTITY, link.id());
    ended.endAllOf(link.userId());
  }

  private void record(AuditActor by, AuditAction action, LinkedIdentity link) {
    audit.record(
        link.schoolId(),
        by,
        action,
        link.userId().value(),
        link.provider() + (link.expected() ? ", expected" : ""),
        "");
  }
}
