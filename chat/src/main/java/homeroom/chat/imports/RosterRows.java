// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.imports;

import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.RosterResult;
import homeroom.chat.roster.RosterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Applies what became current to the rows of a roster, as often as need be. */
final class RosterRows {

  /** Fields that are taken when a change is made for the second time. */
  private static final Set<String> REPEATED = Set.of("_id", "classId");

  private RosterRows() {}

  /**
   * Applies the changes together; where one of them cannot be made or is made already, one by one.
   *
   * @return what could not be made, in a few words each
   */
  static List<String> apply(RosterStore rows, List<RosterChange> changes) {
    var leftOut = new ArrayList<String>();
    if (!changes.isEmpty() && !(rows.bringIn(changes) instanceof RosterResult.Applied)) {
      for (RosterChange change : changes) {
        switch (rows.bringIn(List.of(change))) {
          case RosterResult.Applied() -> {}
          case RosterResult.Missing _, RosterResult.Outdated _ -> {}
          case RosterResult.Taken(RosterChange taken, String field) -> {
            if (!REPEATED.contains(field)) {
              leftOut.add(field + " of " + subject(taken) + " is taken");
            }
          }
        }
      }
    }
    return leftOut;
  }

  private static String subject(RosterChange change) {
    return switch (change) {
      case RosterChange.AddUser(var user, String _) -> "user " + user.id();
      case RosterChange.UpdateUser(var user, _) -> "user " + user.id();
      default -> "a change";
    };
  }
}
