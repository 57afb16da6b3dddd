// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.rate.TokenBuckets;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;
import java.util.function.Supplier;

/** Keeps one user from filling the lists of others with groups. Safe for many threads. */
public final class GroupRate {

  private final GroupLimits limits;
  private final TokenBuckets<UserId> groups;
  private final TokenBuckets<UserId> people;

  public GroupRate(GroupLimits limits, Timer timer) {
    this.limits = limits;
    this.groups = new TokenBuckets<>(timer);
    this.people = new TokenBuckets<>(timer);
  }

  /** The caller makes a group with so many others; what throws or is refused costs nothing. */
  <T> Outcome<T> make(Caller caller, int others, Supplier<T> group) {
    boolean staff = caller.role().isStaff();
    UserId user = caller.userId();
    long wait = groups.take(user, 1, staff ? limits.groupsOfStaff() : limits.groups());
    if (wait > 0) {
      return refused("You have made many groups lately; make more later.", wait);
    }
    Outcome<T> made = groups.spend(user, 1, () -> add(caller, others, group));
    if (made instanceof Outcome.Refused<T>) {
      groups.giveBack(user, 1);
    }
    return made;
  }

  /** The caller puts so many people into a group; what throws costs nothing. */
  <T> Outcome<T> add(Caller caller, int count, Supplier<T> addition) {
    boolean staff = caller.role().isStaff();
    UserId user = caller.userId();
    long wait = people.take(user, count, staff ? limits.peopleOfStaff() : limits.people());
    return wait == 0
        ? Outcome.done(people.spend(user, count, addition))
        : refused("You have put many people into groups lately; add more later.", wait);
  }

  private static <T> Outcome<T> refused(String message, long retryAfterMillis) {
    return Outcome.refused(Refusal.tooMany(RefusalCode.GROUP_RATE, message, retryAfterMillis));
  }
}
