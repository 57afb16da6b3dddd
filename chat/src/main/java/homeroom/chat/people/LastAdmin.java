// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.people;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.Roster;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sees to it that a school keeps an active admin who can sign in, also against other processes
 * where the store has a guard. Safe for many threads, whose changes go one after another; blocks on
 * the store.
 */
public final class LastAdmin {

  private final Roster roster;
  private final Predicate<User> signsInElsewhere;
  private final AdminGuard guard;
  private final ReentrantLock changing = new ReentrantLock();

  /**
   * @param signsInElsewhere who has a way to sign in other than a password of this server
   */
  public LastAdmin(Roster roster, Predicate<User> signsInElsewhere, AdminGuard guard) {
    this.roster = roster;
    this.signsInElsewhere = signsInElsewhere;
    this.guard = guard;
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
   * Makes a change after which the admin is none any more who can sign in.
   *
   * @param sentence the refusal if the school has no other
   */
  public <T> Outcome<T> without(User admin, String sentence, Supplier<Outcome<T>> change) {
    return guard.leave(
        admin.schoolId(),
        admin.id(),
        leaving ->
            Outcome.check(
                    roster.hasAnotherAdmin(admin, leaving, signsInElsewhere),
                    () -> Refusal.of(RefusalCode.LAST_ADMIN, sentence))
                .andThen(change));
  }
}
