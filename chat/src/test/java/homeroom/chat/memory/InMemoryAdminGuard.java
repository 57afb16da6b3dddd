// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/** Admins about to be none, in memory. */
record InMemoryAdminGuard(View view) implements AdminGuard {

  @Override
  public Set<UserId> beginToLeave(SchoolId school, Set<UserId> admins) {
    return view.in(memory -> {
      Set<UserId> others = new HashSet<>(memory.leavingAdmins(school));
      memory.leavingAdmins(school).addAll(admins);
      others.removeAll(admins);
      return others;
    });
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    Set<UserId> before =
        view.in(memory -> {
          Set<UserId> others = Set.copyOf(memory.leavingAdmins(school));
          memory.leavingAdmins(school).add(admin);
          return others;
        });
    T result = change.apply(before);
    view.in(memory -> memory.leavingAdmins(school).remove(admin));
    return result;
  }
}
