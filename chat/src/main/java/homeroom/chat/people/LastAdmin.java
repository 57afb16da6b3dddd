// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Sees to it that a school keeps the admin of {@link SchoolAdmins} whatever is changed by hand,
 * also against other processes. Safe for many threads, whose changes go one after another; blocks
 * on the store.
 */
public final class LastAdmin {

  private final SchoolAdmins admins;
  private final ReentrantLock changing = new ReentrantLock();

  public LastAdmin(SchoolAdmins admins) {
    this.admins = admins;
  }

  /** Does what changes who can sign in, while nobody of this process changes that. */
  <T> Outcome<T> inTurn(Supplier<Outcome<T>> change) {
    changing.lock();
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }

  /**
   * Makes a change after which the admin is none any more who can sign in. The admin is leaving
   * only once nothing is brought in that the change would wait for: that may take longer than
   * {@link AdminGuard#leave} lets anybody count as leaving.
   *
   * @param sentence the refusal if the school has no other
   */
  public <T> Outcome<T> without(User admin, String sentence, Supplier<Outcome<T>> change) {
    SchoolId school = admin.schoolId();
    return admins
        .rosters()
        .betweenVersions(
            school,
            () ->
                admins
                    .guard()
                    .leave(
                        school,
                        admin.id(),
                        leaving ->
                            Outcome.check(
                                    admins.anyStays(school, with(admin, leaving)),
                                    () -> Refusal.of(RefusalCode.LAST_ADMIN, sentence))
                                .andThen(change)));
  }

  private static Set<UserId> with(User admin, Set<UserId> leaving) {
    var gone = new HashSet<>(leaving);
    gone.add(admin.id());
    return gone;
  }
}
