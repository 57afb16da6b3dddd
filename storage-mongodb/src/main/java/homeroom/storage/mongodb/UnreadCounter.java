// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.school.UserId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts, over messages from the newest on, what each of some readers has not read. */
final class UnreadCounter {

  private final Map<UserId, Long> after;
  private final int cap;
  private final Map<UserId, Integer> counts = new HashMap<>();

  /** Those whose count may still grow. */
  private final Set<UserId> open;

  UnreadCounter(Map<UserId, Long> after, int cap) {
    this.after = after;
    this.cap = cap;
    this.open = new HashSet<>(cap > 0 ? after.keySet() : Set.of());
    after.keySet().forEach(reader -> counts.put(reader, 0));
  }

  /** No message up to this seq is unread by anybody. */
  long least() {
    return after.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
  }

  boolean isDone() {
    return open.isEmpty();
  }

  /** Messages come in falling order of their seq. */
  void add(long seq, UserId sender, boolean deleted) {
    open.removeIf(reader ->
        seq <= after.getOrDefault(reader, 0L)
            || (!deleted
                && !reader.equals(sender)
                && counts.merge(reader, 1, Integer::sum) >= cap));
  }

  Map<UserId, Integer> counts() {
    return Map.copyOf(counts);
  }
}
