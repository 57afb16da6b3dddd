// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.SchoolAdmins;
import homeroom.chat.roster.User;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;

/**
 * Sees to it that a school keeps the admin of {@link SchoolAdmins} through an import, whatever
 * others change. One whom the import adds is taken to be such a one: nobody could give them a way
 * to sign in before they are there.
 */
final class StayingAdmins {

  /** Why one is refused. */
  static final String NONE =
      "It would leave the school without an active admin who can sign in; nothing was changed. Give"
          + " one who stays a password or a sign-in code first; if others of them are leaving right"
          + " now or did within the last minute, try again then.";

  /** Who is an active admin after the changes of a plan, and who is not. */
  private static final class Ends {
    final Set<UserId> stop = new HashSet<>();
    final Set<UserId> begin = new HashSet<>();
    final Set<UserId> added = new HashSet<>();

    /** As the last change of them leaves it. */
    void note(User user, boolean isNew) {
      boolean is = user.activeAdmin();
      (is ? begin : stop).add(user.id());
      (is ? stop : begin).remove(user.id());
      if (isNew) {
        added.add(user.id());
      }
    }

    boolean anyAdded() {
      return begin.stream().anyMatch(added::contains);
    }
  }

  private final SchoolAdmins admins;

  StayingAdmins(SchoolAdmins admins) {
    this.admins = admins;
  }

  /**
   * Whether one stays: of those of the school who neither go with this roster nor have begun to
   * leave, or of those who come with it. Whoever goes is leaving from now on until the import is
   * done or dropped; to be asked right before the roster becomes current.
   *
   * @param importId of the import that is staged of the plan
   */
  boolean stay(String importId, RosterPlan plan) {
    SchoolId school = plan.school().id();
    var ends = new Ends();
    for (RosterChange change : plan.changes()) {
      switch (change) {
        case RosterChange.AddUser(User user, String _) -> ends.note(user, true);
        case RosterChange.UpdateUser(User user, var _) -> ends.note(user, false);
        default -> {}
      }
    }
    Set<UserId> now = admins.rosters().admins(school);
    var going = new HashSet<>(ends.stop);
    going.retainAll(now);
    if (going.isEmpty()) {
      return true;
    }
    Set<UserId> gone = new HashSet<>(admins.guard().beginToLeave(school, importId, going));
    gone.addAll(going);
    var then = new HashSet<>(admins.rosters().admins(school));
    then.addAll(ends.begin);
    return ends.anyAdded() || admins.anyOf(school, then, gone);
  }
}
