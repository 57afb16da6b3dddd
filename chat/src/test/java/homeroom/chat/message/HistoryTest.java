// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.refused;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Page;
import homeroom.chat.query.Query;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.Refusal;
import homeroom.chat.school.RefusalCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who reads what was written. */
class HistoryTest {

  private static final Query ALL = Query.where(Filter.ALL);

  private final SchoolDay day = new SchoolDay();
  private final Conversation group = day.group("Maths", day.ada, day.bob);
  private final Message first = day.send(day.ada, group, "one apple");
  private final Message second = day.send(day.bob, group, "two apples");

  @Test
  void membersReadPageByPage() {
    Query newest = new Query(Filter.ALL, List.of(new Order("seq", true)), 1, 0);
    Page<MessageView> page = done(day.chat.history().find(day.by(day.bob), group.id(), newest));
    assertThat(page.total()).isEqualTo(2);
    assertThat(texts(page)).containsExactly("two apples");
  }

  @Test
  void whoIsNoMemberDoesNotFindTheConversation() {
    for (User other : new User[] {day.cleo, day.tom, day.root, day.olga}) {
      assertThat(refused(day.chat.history().find(day.by(other), group.id(), ALL)))
          .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
    }
    assertThat(code(day.chat.history().find(day.by(day.ada), new ConversationId("none"), ALL)))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void membersReadOneMessage() {
    assertThat(done(day.chat.history().get(day.by(day.bob), first.id())).message())
        .isEqualTo(first);
    for (User other : new User[] {day.cleo, day.tom, day.root, day.olga}) {
      assertThat(refused(day.chat.history().get(day.by(other), first.id())))
          .isEqualTo(Refusal.notFound(RefusalCode.MESSAGE_NOT_FOUND, first.id().value()));
    }
  }

  @Test
  void whoComesToAClassReadsAllThatWasWrittenThere() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.send(day.tom, ofClass, "before she came");
    assertThat(code(day.chat.history().find(day.by(day.cleo), ofClass.id(), ALL)))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    day.change(new RosterChange.Enroll(SchoolDay.attends(day.cleo, day.class7b)));
    assertThat(texts(done(day.chat.history().find(day.by(day.cleo), ofClass.id(), ALL))))
        .containsExactly("before she came");
  }

  @Test
  void aDeletedMessageIsFoundByWhoAsksForThose() {
    done(day.chat.editing().delete(day.by(day.ada), first.id()));
    Filter deleted = new Filter.Compare("deletedAt", Filter.Operator.NOT_EQUAL, null);
    Filter both = new Filter.Or(List.of(deleted, Filter.equal("deletedAt", null)));
    assertThat(texts(find(ALL, group.id()))).containsExactly("two apples");
    assertThat(find(ALL, group.id()).total()).isEqualTo(1);
    assertThat(texts(find(Query.where(deleted), group.id()))).containsExactly("");
    assertThat(texts(find(Query.where(both), group.id()))).containsExactly("", "two apples");
    assertThat(day.view(day.bob, first).message().isDeleted()).isTrue();
  }

  @Test
  void severalConversationsAreReadAtOnceAndOthersPeoplesLeftOut() {
    Conversation ofClass = day.ofClass(day.class7b);
    Conversation others = day.direct(day.tom, day.cleo);
    day.send(day.tom, ofClass, "three");
    day.send(day.cleo, others, "not yours");
    ConversationId none = new ConversationId("none");
    assertThat(texts(find(ALL, others.id(), ofClass.id(), none, group.id())))
        .containsExactly("one apple", "two apples", "three");
    assertThat(refused(day.chat.history().find(day.by(day.bob), List.of(others.id(), none), ALL)))
        .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, others.id().value()));
  }

  private Page<MessageView> find(Query query, ConversationId... in) {
    return done(day.chat.history().find(day.by(day.bob), List.of(in), query));
  }

  @Test
  void wordsAreSearchedInOnesOwnConversations() {
    day.send(day.tom, day.direct(day.tom, day.cleo), "three apples");
    day.send(day.tom, day.ofClass(day.class7b), "four apples");
    assertThat(found(day.ada, null, "apple"))
        .containsExactly("four apples", "two apples", "one apple");
    assertThat(found(day.cleo, null, "apple")).containsExactly("three apples");
    assertThat(found(day.root, null, "apple")).isEmpty();
    assertThat(found(day.eve, null, "apple")).isEmpty();
  }

  @Test
  void wordsAreSearchedInOneConversation() {
    day.send(day.tom, day.ofClass(day.class7b), "four apples");
    assertThat(found(day.ada, group.id(), "APPLES")).containsExactly("two apples");
    assertThat(refused(search(day.cleo, group.id(), "apple")))
        .isEqualTo(Refusal.notFound(RefusalCode.CONVERSATION_NOT_FOUND, group.id().value()));
  }

  @Test
  void whatIsDeletedIsNotFound() {
    done(day.chat.editing().delete(day.by(day.bob), second.id()));
    assertThat(found(day.ada, null, "apples")).isEmpty();
  }

  @Test
  void whoLeftFindsNothingOfIt() {
    done(day.chat.groups().leave(day.by(day.bob), group.id()));
    assertThat(found(day.bob, null, "apples")).isEmpty();
  }

  private List<String> found(User by, @Nullable ConversationId in, String words) {
    return texts(done(search(by, in, words)));
  }

  private Outcome<Page<MessageView>> search(User by, @Nullable ConversationId in, String words) {
    return day.chat.history().search(day.by(by), in == null ? null : List.of(in), words, ALL);
  }

  private static List<String> texts(Page<MessageView> page) {
    return page.data().stream().map(view -> view.message().text()).toList();
  }
}
