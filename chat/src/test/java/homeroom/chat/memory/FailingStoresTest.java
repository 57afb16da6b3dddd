// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.contracts.Fixtures;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.NewMessage;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.StoreUnavailable;
import org.junit.jupiter.api.Test;

/** How the stores fail that are asked to. */
class FailingStoresTest {

  private final FailingStores stores = new FailingStores(new InMemoryStores());
  private final Fixtures s = Fixtures.in(stores);
  private final Conversation group = s.group("Maths", s.ada, s.bob);
  private final NewMessage message = s.newMessage(group, s.ada, "hello");

  @Test
  void whatFailsBeforeItTookEffectIsNotStored() {
    stores.failNext("append", FailingStores.When.BEFORE);
    assertThatThrownBy(() -> stores.messages().append(message))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(stores.messages().append(message)).isInstanceOf(Appended.Stored.class);
  }

  @Test
  void whatFailsAfterItTookEffectIsStored() {
    stores.failNext("append", FailingStores.When.AFTER);
    assertThatThrownBy(() -> stores.messages().append(message))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(stores.messages().append(message)).isInstanceOf(Appended.Repeated.class);
  }

  @Test
  void otherFailuresAreThoseOfTheStoresBeneath() {
    NewMessage lost = s.newMessage(new ConversationId("none"), s.ada, "c-1", "hello");
    assertThatThrownBy(() -> stores.messages().append(lost))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
