// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import homeroom.chat.rate.TokenBuckets;
import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.UserId;
import homeroom.chat.time.Timer;

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

  /** The caller makes a group with so many others. */
  Outcome<Outcome.Nothing> make(Caller caller, int others) {
    boolean staff = caller.role().isStaff();
    long wait = groups.take(caller.userId(), 1, staff ? limits.groupsOfStaff() : limits.groups());
    if (wait > 0) {
      return refused("You have made many groups lately; make more later.", wait);
    }
    return add(caller, others) instanceof Outcome.Refused<Outcome.Nothing> refused
        ? giveBack(caller, refused)
        : Outcome.done();
  }

  /** The caller puts so many people into a group. */
  Outcome<Outcome.Nothing> add(Caller caller, int count) {
    boolean staff = caller.role().isStaff();
    long wait =
        people.take(caller.userId(), count, staff ? limits.peopleOfStaff() : limits.people());
    return wait == 0
        ? Outcome.done()
        : refused("You have put many people into groups lately; add more later.", wait);
  }

  private Outcome<Outcome.Nothing> giveBack(
      Caller caller, Outcome.Refused<Outcome.Nothing> refused) {
    groups.giveBack(caller.userId(), 1);
    return refused;
  }

  private static Outcome<Outcome.Nothing> refused(String message, long retryAfterMillis) {
    return Outcome.refused(Refusal.tooMany(RefusalCode.GROUP_RATE, message, retryAfterMillis));
  }
}
