// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.TestTime;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnfinishedChangesTest {

  private final TestTime time = new TestTime();
  private final UnfinishedChanges unfinished = new UnfinishedChanges(time, Runnable::run);
  private final Sequencer sequencer = new Sequencer(time, Runnable::run);

  @Test
  void onlySoManyConversationsWait() {
    for (int i = 0; i < UnfinishedChanges.MOST + 10; i++) {
      unfinished.add(sequencer, new ConversationId("c" + i), UnfinishedChangesTest::storeIsAway);
    }
    assertThat(unfinished.size()).isEqualTo(UnfinishedChanges.MOST);
  }

  @Test
  void whileTheStoreIsAwayNothingIsForgotten() {
    unfinished.add(sequencer, new ConversationId("c"), UnfinishedChangesTest::storeIsAway);
    time.pass(Duration.ofMinutes(10));
    assertThat(unfinished.size()).isOne();
  }

  @Test
  void whatDoesNotShowIsNotLookedForForEver() {
    unfinished.add(sequencer, new ConversationId("c"), () -> false);
    time.pass(Duration.ofMinutes(10));
    assertThat(unfinished.size()).isZero();
  }

  private static boolean storeIsAway() {
    throw new StoreUnavailable("The store is away.", 1000);
  }
}
