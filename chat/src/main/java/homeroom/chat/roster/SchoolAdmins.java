// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The admins whom a school keeps: whoever takes one, by hand or by an import, leaves it an active
 * one who can sign in, with a password or elsewhere, and who has not begun to leave. Everything is
 * as stored now. Blocks on the store; safe for many threads.
 *
 * @param signsInElsewhere who has a way to sign in other than a password of this server
 * @param guard where those are said who are about to leave
 */
public record SchoolAdmins(
    RosterStore rosters, Predicate<User> signsInElsewhere, AdminGuard guard) {

  /**
   * Whether one stays.
   *
   * @param gone who does not count, since they leave
   */
  public boolean anyStays(SchoolId school, Set<UserId> gone) {
    return anyOf(school, rosters.admins(school), gone);
  }

  /**
   * The same for a change that makes other people admins.
   *
   * @param admins those of the school's people who are active admins then
   */
  public boolean anyOf(SchoolId school, Collection<UserId> admins, Set<UserId> gone) {
    var others = new HashSet<>(admins);
    others.removeAll(gone);
    return rosters.users(school, others).stream()
        .anyMatch(admin -> hasPassword(admin) || signsInElsewhere.test(admin));
  }

  private boolean hasPassword(User admin) {
    return rosters.credentials(admin.id()).filter(Credentials::hasPassword).isPresent();
  }
}
