// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Hints in memory. */
record InMemoryHintStore(View view, Clock clock) implements HintStore {

  private static final Duration KEPT = Duration.ofMinutes(10);

  @Override
  public void add(SchoolId school, Collection<ConversationId> conversations) {
    view.in(memory -> {
      Instant now = clock.instant();
      for (ConversationId one : conversations) {
        memory.hints().add(new Hint(UUID.randomUUID().toString(), school, one, now));
      }
      return memory.hints().removeIf(hint -> hint.at().isBefore(now.minus(KEPT)));
    });
  }

  @Override
  public List<Hint> since(Instant moment) {
    return view.in(
        memory -> memory.hints().stream().filter(hint -> !hint.at().isBefore(moment)).toList());
  }
}
