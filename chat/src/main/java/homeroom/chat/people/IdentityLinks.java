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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose the accounts at identity providers are. Each is one person's, and nobody has two of one
 * issuer: links are made one after another, and where another process makes one at the same time,
 * both may give way. Blocks on the store; safe for many threads.
 */
public final class IdentityLinks {

  private final FactorStore factors;
  private final Audit audit;
  private final Clock clock;
  private final ReentrantLock linking = new ReentrantLock();

  public IdentityLinks(FactorStore factors, Audit audit, Clock clock) {
    this.factors = factors;
    this.audit = audit;
    this.clock = clock;
  }

  /** The one of that issuer and subject, in that school. */
  public Optional<LinkedIdentity> find(SchoolId school, String issuer, String subject) {
    return find(LinkedIdentity.id(school, issuer, subject));
  }

  /** The one that is expected there, of which the provider's claim says that. */
  public Optional<LinkedIdentity> expected(SchoolId school, String issuer, String claimed) {
    return isExpectable(claimed)
        ? find(LinkedIdentity.expectedId(school, issuer, claimed))
        : Optional.empty();
  }

  /** Whether a claim may say that: something that can be seen, and is not endless. */
  public static boolean isExpectable(String claimed) {
    return !LinkedIdentity.claimKey(claimed).isEmpty();
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
   * @return false if it is somebody's already, or the person has another of the issuer, or no claim
   *     says that
   */
  public boolean expect(AuditActor by, User user, IdentityProvider provider, String claimed) {
    return isExpectable(claimed) && add(by, identity(user, provider, claimed, true), null);
  }

  /**
   * Links the account that was expected, now that it signs in.
   *
   * @return false if it is somebody's already, or the person has another of the issuer, or nobody
   *     expects it any more
   */
  public boolean fulfil(
      LinkedIdentity expected, User user, IdentityProvider provider, String subject) {
    AuditActor by = AuditActor.of(user.id());
    LinkedIdentity link = identity(user, provider, subject, false);
    if (!add(by, link, expected.id())) {
      return false;
    }
    boolean stillExpected = remove(expected);
    if (!stillExpected) {
      takeBack(by, link);
    }
    return stillExpected;
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
    linking.lock();
    try {
      if (find(link.id()).isPresent() || hasAnother(link, instead)) {
        return false;
      }
      record(by, AuditAction.IDENTITY_LINKED, link);
      if (!factors.add(link.factor())) {
        return false;
      }
      if (hasAnother(link, instead)) {
        takeBack(by, link);
        return false;
      }
      return true;
    } finally {
      linking.unlock();
    }
  }

  /** Of the same issuer. */
  private boolean hasAnother(LinkedIdentity link, @Nullable String instead) {
    return of(link.userId()).stream()
        .filter(one -> one.issuer().equals(link.issuer()))
        .anyMatch(one -> !one.id().equals(link.id()) && !one.id().equals(instead));
  }

  /**
   * Unlinks an account, and ends every token of its owner. A sign-in that is under way meanwhile
   * comes to nothing.
   *
   * @return false if it was expected, and is not any more: perhaps it signed in meanwhile
   */
  public boolean unlink(AuditActor by, LinkedIdentity link, EndedTokens ended) {
    record(by, AuditAction.IDENTITY_UNLINKED, link);
    if (link.expected()) {
      return remove(link);
    }
    // Before too: after a fault in between they are out, and a retry goes on.
    ended.endAllOf(link.userId());
    var _ = remove(link);
    ended.endAllOf(link.userId());
    return true;
  }

  /** What was linked a moment ago is not to be. */
  private void takeBack(AuditActor by, LinkedIdentity link) {
    record(by, AuditAction.IDENTITY_UNLINKED, link);
    var _ = remove(link);
  }

  /** Of many who do so at once, one does. */
  private boolean remove(LinkedIdentity link) {
    return factors.remove(link.factor().kind(), link.id());
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
