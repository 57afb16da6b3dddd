// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.sqlite;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tasks that wait, of several owners: owners take turns, each owner's tasks come in order, and one
 * owner has only so many served at once. Guarded by the lock of its lane.
 */
final class FairTasks {

  private final int share;
  private final Map<Object, ArrayDeque<Task<?>>> waiting = new LinkedHashMap<>();
  private final Map<Object, Integer> served = new HashMap<>();
  private int size;

  /**
   * Nothing yet.
   *
   * @param share how many tasks of one owner may be served at once
   */
  FairTasks(int share) {
    this.share = share;
  }

  void add(Task<?> task) {
    waiting.computeIfAbsent(task.owner(), owner -> new ArrayDeque<>()).add(task);
    size++;
  }

  int size() {
    return size;
  }

  /** Takes the next of an owner with a share left, who is served until {@link #served}. */
  Optional<Task<?>> poll() {
    for (Object owner : waiting.keySet()) {
      if (served.getOrDefault(owner, 0) < share) {
        return Optional.of(next(owner));
      }
    }
    return Optional.empty();
  }

  /** The owner's next, who then comes after all others. */
  private Task<?> next(Object owner) {
    ArrayDeque<Task<?>> tasks = Objects.requireNonNull(waiting.remove(owner));
    Task<?> task = tasks.remove();
    if (!tasks.isEmpty()) {
      waiting.put(owner, tasks);
    }
    served.merge(owner, 1, Integer::sum);
    size--;
    return task;
  }

  /** The task was served. */
  void served(Task<?> task) {
    served.computeIfPresent(task.owner(), (owner, tasks) -> tasks == 1 ? null : tasks - 1);
  }
}
