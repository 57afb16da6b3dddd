// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import org.junit.jupiter.api.Test;

/** How conversations are made and found while others do the same. */
class ConversationsTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void theConversationThatAnotherProcessMadeMeanwhileIsTheOne() {
    var theirs =
        new NewConversation.Direct(
            new ConversationId("theirs"), day.hill, day.bob.id(), day.ada.id(), day.now());
    day.stores.beforeNext("create", () -> day.elsewhere.conversations().create(theirs));
    assertThat(done(day.chat.conversations().directWith(day.by(day.ada), day.bob.id())).id())
        .isEqualTo(theirs.id());
    assertThat(day.told(day.ada)).isEmpty();
  }

  @Test
  void aConversationThatIsArchivedIsNobodysAtOnce() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.send(day.tom, ofClass, "hello");
    day.chat.conversations().archive(ofClass, day.class7b.id(), true);
    assertThat(code(day.chat.inbox().get(day.by(day.tom), ofClass.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    assertThat(day.sendRefused(day.tom, ofClass, "hello").code())
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void aDirectConversationWhoseAnswerWasLostIsToldBeforeItsFirstMessage() {
    SchoolDay day = new SchoolDay();
    Device adas = day.connect(day.ada);
    day.stores.failNext("create", When.AFTER);
    assertThatThrownBy(() -> day.chat.conversations().directWith(day.by(day.tom), day.ada.id()))
        .isInstanceOf(StoreUnavailable.class);
    Conversation direct = day.direct(day.tom, day.ada);
    day.send(day.tom, direct, "hello");
    assertThat(adas.heard()).containsExactly("added " + direct.id(), "sent hello");
  }
}
