// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.school.UserId;
import homeroom.chat.session.SignIn;
import homeroom.chat.session.SignInStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sign-ins in memory. */
record InMemorySignInStore(View view) implements SignInStore {

  private static final Comparator<SignIn> NEWEST_FIRST =
      Comparator.comparing(SignIn::at).thenComparing(SignIn::id).reversed();

  @Override
  public void add(SignIn signIn, int most) {
    view.in(memory -> {
      memory.signIns().putIfAbsent(signIn.id(), signIn);
      List<SignIn> old = newestFirst(memory, signIn.userId()).stream().skip(most).toList();
      return memory.signIns().values().removeAll(old);
    });
  }

  @Override
  public List<SignIn> of(UserId user) {
    return view.in(memory -> newestFirst(memory, user));
  }

  @Override
  public Optional<SignIn> signIn(String id) {
    return view.in(memory -> Optional.ofNullable(memory.signIns().get(id)));
  }

  @Override
  public void purge(Instant now) {
    view.in(
        memory -> memory.signIns().values().removeIf(signIn -> !signIn.expiresAt().isAfter(now)));
  }

  private static List<SignIn> newestFirst(Memory memory, UserId user) {
    return memory.signIns().values().stream()
        .filter(signIn -> signIn.userId().equals(user))
        .sorted(NEWEST_FIRST)
        .toList();
  }
}
