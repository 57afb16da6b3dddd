// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.school.UserId;
import homeroom.chat.session.Factor;
import homeroom.chat.session.FactorKind;
import homeroom.chat.session.FactorStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Factors in memory. */
record InMemoryFactorStore(View view) implements FactorStore {

  @Override
  public boolean add(Factor factor) {
    return view.in(memory -> memory.factors().putIfAbsent(factor.id(), factor) == null);
  }

  @Override
  public boolean replace(Factor factor) {
    return view.in(memory -> {
      boolean isNew = !memory.factors().containsKey(factor.id());
      if (isNew) {
        memory
            .factors()
            .values()
            .removeIf(
                other -> other.userId().equals(factor.userId()) && other.kind() == factor.kind());
        memory.factors().put(factor.id(), factor);
      }
      return isNew;
    });
  }

  @Override
  public Optional<Factor> find(FactorKind kind, String key) {
    return view.in(memory -> Optional.ofNullable(memory.factors().get(Factor.id(kind, key))));
  }

  @Override
  public List<Factor> of(UserId user) {
    return view.in(memory ->
        memory.factors().values().stream()
            .filter(factor -> factor.userId().equals(user))
            .sorted(Comparator.comparing(Factor::id))
            .toList());
  }

  @Override
  public boolean remove(FactorKind kind, String key) {
    return view.in(memory -> memory.factors().remove(Factor.id(kind, key)) != null);
  }

  @Override
  public void removeAll(UserId user, Set<FactorKind> kinds) {
    view.in(memory ->
        memory
            .factors()
            .values()
            .removeIf(factor -> factor.userId().equals(user) && kinds.contains(factor.kind())));
  }

  @Override
  public void purge(Instant now) {
    view.in(memory -> memory.factors().values().removeIf(factor -> !factor.isValid(now)));
  }
}
