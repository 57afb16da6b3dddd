// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterStore;
import homeroom.chat.roster.User;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;

/** Sees to it that a school keeps an active admin through an import, whatever others change. */
final class StayingAdmins {

  /** Why one is refused. */
  static final String NONE =
      "It would leave the school without an active admin, since others of them are leaving right now"
          + " or did within the last minute; nothing was changed. Try again then.";

  private final RosterStore rosters;
  private final AdminGuard guard;

  StayingAdmins(RosterStore rosters, AdminGuard guard) {
    this.rosters = rosters;
    this.guard = guard;
  }

  /**
   * Whether any stays: of those of the school who neither go with this roster nor have begun to
   * leave, or of those who come with it. Whoever goes is leaving from now on until the import is
   * done or dropped; to be asked right before the roster becomes current.
   *
   * @param importId of the import that is staged of the plan
   */
  boolean stay(String importId, RosterPlan plan) {
    SchoolId school = plan.school().id();
    var ends = new HashSet<UserId>();
    var begins = new HashSet<UserId>();
    for (RosterChange change : plan.changes()) {
      switch (change) {
        case RosterChange.AddUser(User user, String _) -> note(user, begins, ends);
        case RosterChange.UpdateUser(User user, var _) -> note(user, begins, ends);
        default -> {}
      }
    }
    ends.retainAll(rosters.admins(school));
    if (ends.isEmpty()) {
      return true;
    }
    Set<UserId> leaving = guard.beginToLeave(school, importId, Set.copyOf(ends));
    var stay = new HashSet<>(rosters.admins(school));
    stay.removeAll(ends);
    stay.addAll(begins);
    stay.removeAll(leaving);
    return !stay.isEmpty();
  }

  /** As the last change of them leaves it. */
  private static void note(User user, Set<UserId> begins, Set<UserId> ends) {
    boolean is = user.activeAdmin();
    (is ? begins : ends).add(user.id());
    (is ? ends : begins).remove(user.id());
  }
}
