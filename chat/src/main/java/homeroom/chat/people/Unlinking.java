// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.audit.AuditActor;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.session.EndedTokens;
import java.util.Optional;

/**
 * Unlinks accounts at identity providers, and leaves each school an active admin who can sign in.
 * Blocks on the store; safe for many threads.
 */
public final class Unlinking {

  private static final String LAST_ADMIN =
      "This is how the school's last active admin who can sign in does; give them a password or a"
          + " sign-in code, or make somebody else an admin, first.";

  private final IdentityLinks links;
  private final SignInWays ways;
  private final Roster roster;
  private final LastAdmin lastAdmin;
  private final EndedTokens ended;

  /**
   * @param ways with the providers whose accounts count as ways to sign in
   */
  public Unlinking(
      IdentityLinks links, SignInWays ways, Roster roster, LastAdmin lastAdmin, EndedTokens ended) {
    this.links = links;
    this.ways = ways;
    this.roster = roster;
    this.lastAdmin = lastAdmin;
    this.ended = ended;
  }

  /**
   * Unlinks an account, and ends every token of its owner; not if the school then had no admin who
   * can sign in, nor if it was expected and is not any more.
   */
  public Outcome<LinkedIdentity> unlink(AuditActor by, LinkedIdentity link) {
    return lastAdmin.inTurn(() ->
        onlyWayOfAnAdmin(link)
            .map(admin -> lastAdmin.without(admin, LAST_ADMIN, () -> remove(by, link)))
            .orElseGet(() -> remove(by, link)));
  }

  private Outcome<LinkedIdentity> remove(AuditActor by, LinkedIdentity link) {
    return Outcome.check(links.unlink(by, link, ended), () -> notFound(link.id()))
        .map(unlinked -> link);
  }

  static Refusal notFound(String id) {
    return Refusal.notFound(RefusalCode.IDENTITY_NOT_FOUND, id);
  }

  /** Whose it is, if that is an admin who can sign in with it only. */
  private Optional<User> onlyWayOfAnAdmin(LinkedIdentity link) {
    return roster
        .user(link.schoolId(), link.userId())
        .filter(user -> ways.isOne(link.factor()) && user.activeAdmin())
        .filter(admin -> !roster.hasPassword(admin) && !ways.hasOneBeside(link));
  }
}
