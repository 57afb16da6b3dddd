// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.memory.InMemoryStores;
import homeroom.chat.school.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered is what the store says, and what is not is asked of it. */
class RecentSendersTest {

  private static final int MANY = 3 * RecentSenders.MESSAGES;

  private final InMemoryStores stores = new InMemoryStores();
  private Fixtures school;
  private Conversation group;
  private RecentSenders senders;
  private final List<Message> changes = new ArrayList<>();

  /** Messages of three in turn, every fifth of which is edited at once. */
  @BeforeEach
  void write() {
    school = Fixtures.in(stores);
    group = school.group("Maths", school.ada, school.bob, school.tom);
    senders = new RecentSenders(stores.messages());
    for (int i = 0; i < MANY; i++) {
      var by = List.of(school.ada, school.bob, school.tom).get(i % 3);
      Message sent = school.send(group, by, "message " + i);
      changes.add(sent);
      if (i % 5 == 0) {
        changes.add(school.edit(sent, "edited"));
      }
    }
  }

  @Test
  void everyStretchIsThatOfTheStoreHoweverMuchOfItIsRemembered() {
    for (int told = 0; told < changes.size(); told++) {
      senders.told(changes.get(told));
      assertEveryStretch(changes.get(told).rev());
    }
  }

  @Test
  void afterAGapWhatIsNewIsRememberedAndWhatWasBeforeIsAsked() {
    for (Message change : changes) {
      if (change.rev() % 7 != 0) {
        senders.told(change);
      }
    }
    assertEveryStretch(changes.getLast().rev());
  }

  private void assertEveryStretch(long upTo) {
    for (long after = 0; after <= upTo; after++) {
      for (long end = after; end <= upTo; end++) {
        Set<UserId> stored = stores.messages().senders(school.schoolId(), group.id(), after, end);
        assertThat(senders.of(school.schoolId(), group.id(), after, end)).isEqualTo(stored);
      }
    }
  }
}
