// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.roster;

import homeroom.chat.school.Caller;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.Role;

/** Who may change the roster of a school: the one place that decides. */
public final class RosterPolicy {

  private RosterPolicy() {}

  /** Whether the caller may change users, classes and who is in them. */
  public static Outcome<Outcome.Nothing> change(Caller caller) {
    return Outcome.check(
        caller.role() == Role.ADMIN,
        () ->
            Refusal.of(
                RefusalCode.ADMINS_ONLY,
                "Only an admin of the school changes its users and classes."));
  }
}
