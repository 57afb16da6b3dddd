// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.bus.Hint;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.Notice;
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
        memory.hints().add(new Hint.OfMessages(UUID.randomUUID().toString(), school, one, now));
      }
      return forgetOld(memory, now);
    });
  }

  @Override
  public void add(SchoolId school, Notice.Announced announced) {
    view.in(memory -> {
      Instant now = clock.instant();
      if (memory.hints().stream().noneMatch(hint -> hint.id().equals(announced.id()))) {
        memory.hints().add(new Hint.OfNews(announced.id(), school, announced.news(), now));
      }
      return forgetOld(memory, now);
    });
  }

  private static boolean forgetOld(Memory memory, Instant now) {
    return memory.hints().removeIf(hint -> hint.at().isBefore(now.minus(KEPT)));
  }

  @Override
  public List<Hint> since(Instant moment) {
    return view.in(
        memory -> memory.hints().stream().filter(hint -> !hint.at().isBefore(moment)).toList());
  }
}
