// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.session;

import homeroom.chat.school.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the factors of users are kept. Every call blocks and is safe for many threads and
 * processes; a change is durable when it returns.
 *
 * <p>Faults of the store are unchecked exceptions of its own; {@link
 * homeroom.chat.school.StoreUnavailable} where a repeat may help.
 */
public interface FactorStore {

  /**
   * Keeps it, unless one of that kind and key is kept, whosesoever: of many who add it at once, one
   * does.
   *
   * @return whether it was added
   */
  boolean add(Factor factor);

  /**
   * Keeps it instead of all others of that kind that the user has: of many who do so at once, the
   * one of the last stays alone. If one of that kind and key is kept, whosesoever, nothing changes.
   *
   * @return whether it was added
   */
  boolean replace(Factor factor);

  /** The one of that kind and key, over or not. */
  Optional<Factor> find(FactorKind kind, String key);

  /** All that the user has, over or not, by their ids. */
  List<Factor> of(UserId user);

  /**
   * Removes it; of many who do so at once, one does.
   *
   * @return whether it was there
   */
  boolean remove(FactorKind kind, String key);

  /** Removes all of those kinds that the user has. */
  void removeAll(UserId user, Set<FactorKind> kinds);

  /** Forgets those that were over by {@code now}. */
  void purge(Instant now);
}
