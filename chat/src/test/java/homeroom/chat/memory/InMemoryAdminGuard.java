// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.roster.AdminGuard;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Admins about to be none, in memory. */
record InMemoryAdminGuard(View view) implements AdminGuard {

  /** Somebody's place among those who leave, by themselves or with an import. */
  record Leaving(UserId admin, @Nullable String importId) {}

  /** None is abandoned: no time passes here. */
  @Override
  public Set<UserId> beginToLeave(SchoolId school, String importId, Set<UserId> admins) {
    return view.in(memory -> {
      forgetEarlierTry(memory, school, importId);
      Set<UserId> others = others(memory, school);
      admins.forEach(admin -> memory.leavingAdmins(school).add(new Leaving(admin, importId)));
      others.removeAll(admins);
      return others;
    });
  }

  static void forgetEarlierTry(Memory memory, SchoolId school, String importId) {
    memory.leavingAdmins(school).removeIf(one -> importId.equals(one.importId()));
  }

  private static Set<UserId> others(Memory memory, SchoolId school) {
    memory
        .leavingAdmins(school)
        .removeIf(one -> one.importId() != null && memory.imports().isOver(one.importId()));
    return memory.leavingAdmins(school).stream()
        .map(Leaving::admin)
        .collect(Collectors.toCollection(HashSet::new));
  }

  @Override
  public <T> T leave(SchoolId school, UserId admin, Function<Set<UserId>, T> change) {
    var place = new Leaving(admin, null);
    Set<UserId> before =
        view.in(memory -> {
          Set<UserId> others = others(memory, school);
          memory.leavingAdmins(school).add(place);
          return others;
        });
    T result = change.apply(before);
    view.in(memory -> memory.leavingAdmins(school).remove(place));
    return result;
  }
}
