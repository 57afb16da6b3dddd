// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.MessageChange;
import homeroom.chat.message.MessageStore;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Revision;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.MessageId;
import homeroom.chat.school.SchoolId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of messages does; {@link MessageOrderContract} says how it orders changes. */
public interface MessageStoreContract extends StoresContract {

  @Test
  default void aMessageIsStoredAsItWasSent() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.bob, "first");
    var reply =
        new NewMessage(
            new MessageId(Fixtures.id("message")),
            group.id(),
            s.schoolId(),
            s.ada.id(),
            "c-1",
            "  Größe \uD83D\uDE00 \u0000 'quoted' \n ",
            first.id(),
            s.later());
    Message stored = stored(stores().messages().append(reply));
    assertThat(stored)
        .isEqualTo(
            new Message(
                reply.id(),
                group.id(),
                s.schoolId(),
                s.ada.id(),
                "c-1",
                2,
                2,
                reply.text(),
                first.id(),
                0,
                null,
                null,
                null,
                reply.at(),
                reply.at()));
    assertThat(stores().messages().message(s.schoolId(), reply.id())).contains(stored);
    assertThat(stores().messages().byClientId(s.schoolId(), group.id(), s.ada.id(), "c-1"))
        .contains(stored);
  }

  @Test
  default void aClientIdIsStoredOnce() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = stored(append(s, group, s.ada, "c-1", "hello"));
    assertThat(append(s, group, s.ada, "c-1", "another text"))
        .isEqualTo(new Appended.Repeated(first));
    assertThat(stores().messages().head(s.schoolId(), group.id())).isEqualTo(1);
    assertThat(all(s, group)).containsExactly(first);
  }

  @Test
  default void aRepeatIsAnsweredWithTheMessageAsItIsNow() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = stored(append(s, group, s.ada, "c-1", "hello"));
    Message edited = s.edit(first, "hello, edited");
    assertThat(append(s, group, s.ada, "c-1", "hello")).isEqualTo(new Appended.Repeated(edited));
    Message deleted = s.delete(first);
    assertThat(append(s, group, s.ada, "c-1", "hello")).isEqualTo(new Appended.Repeated(deleted));
    assertThat(stores().messages().head(s.schoolId(), group.id())).isEqualTo(3);
  }

  @Test
  default void theSameClientIdOfAnotherSenderOrElsewhereIsAnotherMessage() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Conversation other = s.group("Chess", s.ada, s.bob);
    Message first = stored(append(s, group, s.ada, "c-1", "hello"));
    Message bobs = stored(append(s, group, s.bob, "c-1", "hello"));
    Message elsewhere = stored(append(s, other, s.ada, "c-1", "hello"));
    Message otherCase = stored(append(s, group, s.ada, "C-1", "hello"));
    assertThat(List.of(first.id(), bobs.id(), elsewhere.id(), otherCase.id()))
        .doesNotHaveDuplicates();
    assertThat(elsewhere.seq()).isEqualTo(1);
    assertThat(otherCase.seq()).isEqualTo(3);
  }

  @Test
  default void aClientIdSentFromManySidesAtOnceIsStoredOnce() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    List<Appended> answers =
        Crowd.of(
            24,
            i ->
                (i % 2 == 0 ? stores() : secondStores())
                    .messages()
                    .append(s.newMessage(group.id(), s.ada, "c-" + i % 3, "hello")));
    assertThat(answers).filteredOn(Appended.Stored.class::isInstance).hasSize(3);
    assertThat(answers)
        .extracting(answer -> answer.message().id())
        .hasSameElementsAs(all(s, group).stream().map(Message::id).toList());
    assertThat(all(s, group)).extracting(Message::seq).containsExactly(1L, 2L, 3L);
  }

  @Test
  default void nothingIsStoredInAConversationThatIsNotThere() {
    Fixtures s = school();
    NewMessage lost = s.newMessage(new ConversationId("none"), s.ada, "c-1", "hello");
    assertThatThrownBy(() -> stores().messages().append(lost))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stores().messages().message(s.schoolId(), lost.id())).isEmpty();
  }

  @Test
  default void anEditReplacesTheTextAndKeepsTheOneBefore() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message sent = s.send(group, s.ada, "one");
    Instant at = s.later();
    Message edited =
        stores().messages().edit(s.schoolId(), sent.id(), s.ada.id(), "two", at).orElseThrow();
    assertThat(edited)
        .isEqualTo(
            new Message(
                sent.id(),
                sent.conversationId(),
                sent.schoolId(),
                sent.senderId(),
                sent.clientId(),
                1,
                2,
                "two",
                null,
                1,
                at,
                null,
                null,
                sent.createdAt(),
                at));
    assertThat(stores().messages().message(s.schoolId(), sent.id())).contains(edited);
    assertThat(history(s, sent)).containsExactly(new Revision(2, "one", s.ada.id(), at, false));
  }

  @Test
  default void anEqualTextIsAChangeLikeAnyOther() {
    Fixtures s = school();
    Message sent = s.send(s.group("Maths", s.ada, s.bob), s.ada, "same");
    assertThat(s.edit(sent, "same").rev()).isEqualTo(2);
    assertThat(history(s, sent)).hasSize(1);
  }

  @Test
  default void aDeletionLeavesATombstoneAndKeepsTheText() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message sent = s.send(group, s.ada, "one");
    Message edited = s.edit(sent, "two");
    Instant at = s.later();
    Message deleted =
        stores().messages().delete(s.schoolId(), sent.id(), s.tom.id(), at).orElseThrow();
    assertThat(deleted.isDeleted()).isTrue();
    assertThat(deleted.text()).isEmpty();
    assertThat(deleted.deletedAt()).isEqualTo(at);
    assertThat(deleted.deletedBy()).isEqualTo(s.tom.id());
    assertThat(deleted.updatedAt()).isEqualTo(at);
    assertThat(deleted.editedAt()).isEqualTo(edited.editedAt());
    assertThat(deleted.seq()).isEqualTo(1);
    assertThat(deleted.rev()).isEqualTo(3);
    assertThat(deleted.senderId()).isEqualTo(s.ada.id());
    assertThat(stores().messages().message(s.schoolId(), sent.id())).contains(deleted);
    assertThat(history(s, sent))
        .containsExactly(
            new Revision(2, "one", s.ada.id(), edited.updatedAt(), false),
            new Revision(3, "two", s.tom.id(), at, true));
  }

  @Test
  default void aDeletedMessageIsNotChangedAgain() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message deleted = s.delete(s.send(group, s.ada, "one"));
    assertThat(edit(s, deleted, "two")).isEmpty();
    assertThat(stores().messages().delete(s.schoolId(), deleted.id(), s.ada.id(), s.later()))
        .isEmpty();
    assertThat(stores().messages().message(s.schoolId(), deleted.id())).contains(deleted);
    assertThat(stores().messages().head(s.schoolId(), group.id())).isEqualTo(2);
  }

  @Test
  default void theNewestRevsOfManyConversationsAreReadAtOnce() {
    Fixtures s = school();
    Conversation spoken = s.group("Spoken", s.ada, s.bob);
    Conversation silent = s.group("Silent", s.ada, s.bob);
    s.edit(s.send(spoken, s.ada, "one"), "one, edited");
    var none = new ConversationId("none");
    assertThat(
            stores()
                .messages()
                .heads(s.schoolId(), List.of(spoken.id(), silent.id(), none, spoken.id())))
        .isEqualTo(Map.of(spoken.id(), 2L, silent.id(), 0L, none, 0L));
    assertThat(stores().messages().heads(school().schoolId(), List.of(spoken.id())))
        .isEqualTo(Map.of(spoken.id(), 0L));
  }

  @Test
  default void aMessageIsEditedOneHundredTimesAndThenOnlyDeleted() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.send(group, s.ada, "text 0");
    for (int i = 1; i <= MessageStore.MAX_EDITS; i++) {
      assertThat(s.edit(message, "text " + i).edits()).isEqualTo(i);
    }
    assertThat(edit(s, message, "too often")).isEmpty();
    assertThat(history(s, message))
        .extracting(Revision::text)
        .containsExactlyElementsOf(
            IntStream.range(0, MessageStore.MAX_EDITS).mapToObj(i -> "text " + i).toList());
    assertThat(s.delete(message).rev()).isEqualTo(MessageStore.MAX_EDITS + 2);
  }

  @Test
  default void whatIsNotThereIsNotChanged() {
    Fixtures s = school();
    var none = new MessageId("none");
    var messages = stores().messages();
    assertThat(messages.edit(s.schoolId(), none, s.ada.id(), "x", s.later())).isEmpty();
    assertThat(messages.delete(s.schoolId(), none, s.ada.id(), s.later())).isEmpty();
    assertThat(messages.message(s.schoolId(), none)).isEmpty();
    assertThat(messages.history(s.schoolId(), none)).isEmpty();
  }

  @Test
  default void aConversationThatIsNotThereHasNoMessages() {
    Fixtures s = school();
    var none = new ConversationId("none");
    var messages = stores().messages();
    assertThat(messages.find(s.schoolId(), none, Query.where(Filter.ALL)).total()).isZero();
    assertThat(messages.changedSince(s.schoolId(), none, 0, 10)).isEmpty();
    assertThat(messages.newest(s.schoolId(), none, 10)).isEmpty();
    assertThat(messages.head(s.schoolId(), none)).isZero();
    assertThat(messages.countUnread(s.schoolId(), none, Map.of(s.ada.id(), 0L), 10))
        .containsExactly(Map.entry(s.ada.id(), 0));
    assertThat(messages.head(s.schoolId(), s.group("Empty", s.ada, s.bob).id())).isZero();
  }

  @Test
  default void whatChangedSinceARevStandsOnceAtItsNewestRev() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    Message second = s.send(group, s.bob, "two");
    Message third = s.send(group, s.ada, "three");
    s.edit(first, "one, edited");
    Message first5 = s.edit(first, "one, edited twice");
    Message second6 = s.delete(second);
    assertThat(changedSince(s, group, 0, 10)).containsExactly(third, first5, second6);
    assertThat(changedSince(s, group, 0, 2)).containsExactly(third, first5);
    assertThat(changedSince(s, group, 3, 10)).containsExactly(first5, second6);
    assertThat(changedSince(s, group, 5, 10)).containsExactly(second6);
    assertThat(changedSince(s, group, 6, 10)).isEmpty();
    assertThat(changedSince(s, group, 99, 10)).isEmpty();
    assertThat(stores().messages().head(s.schoolId(), group.id())).isEqualTo(6);
  }

  @Test
  default void everyChangeOfAStretchIsThereWithItsMessageAsItIsNow() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Conversation other = s.group("Other", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    Message second = s.send(group, s.bob, "two");
    s.edit(first, "one, edited");
    s.send(other, s.ada, "elsewhere");
    Message third = s.send(group, s.ada, "three");
    Message first5 = s.edit(first, "one, edited twice");
    Message second6 = s.delete(second);
    assertThat(changesAt(s, group, 0, 99, 10))
        .containsExactly(
            new MessageChange(1, first5),
            new MessageChange(2, second6),
            new MessageChange(3, first5),
            new MessageChange(4, third),
            new MessageChange(5, first5),
            new MessageChange(6, second6));
    assertThat(changesAt(s, group, 2, 5, 10))
        .extracting(MessageChange::rev)
        .containsExactly(3L, 4L, 5L);
    assertThat(changesAt(s, group, 2, Long.MAX_VALUE, 2))
        .extracting(MessageChange::rev)
        .containsExactly(3L, 4L);
    assertThat(changesAt(s, group, 6, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(changesAt(s, group, 4, 4, 10)).isEmpty();
    assertThat(
            stores()
                .messages()
                .changesAt(s.schoolId(), new ConversationId("none"), 0, Long.MAX_VALUE, 10))
        .isEmpty();
  }

  @Test
  default void theNewestAreThoseOfHighestSeqInTheirOrder() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    Message second = s.send(group, s.bob, "two");
    Message third = s.delete(s.send(group, s.ada, "three"));
    Message edited = s.edit(first, "one, edited");
    var messages = stores().messages();
    assertThat(messages.newest(s.schoolId(), group.id(), 2)).containsExactly(second, third);
    assertThat(messages.newest(s.schoolId(), group.id(), 50))
        .containsExactly(edited, second, third);
  }

  @Test
  default void messagesStayInTheirConversation() {
    Fixtures s = school();
    Conversation one = s.group("One", s.ada, s.bob);
    Conversation other = s.group("Other", s.ada, s.bob);
    Message message = s.send(one, s.ada, "here");
    assertThat(all(s, one)).containsExactly(message);
    assertThat(all(s, other)).isEmpty();
    assertThat(changedSince(s, other, 0, 10)).isEmpty();
    assertThat(
            stores().messages().countUnread(s.schoolId(), other.id(), Map.of(s.bob.id(), 0L), 10))
        .containsExactly(Map.entry(s.bob.id(), 0));
    assertThat(
            stores()
                .messages()
                .byClientId(s.schoolId(), other.id(), s.ada.id(), message.clientId()))
        .isEmpty();
    assertThat(
            stores().messages().byClientId(s.schoolId(), one.id(), s.bob.id(), message.clientId()))
        .isEmpty();
  }

  @Test
  default void messagesOfSeveralConversationsAreOnePage() {
    Fixtures s = school();
    Conversation one = s.group("One", s.ada, s.bob);
    Conversation other = s.group("Other", s.ada, s.bob);
    Conversation third = s.group("Third", s.ada, s.bob);
    Message first = s.send(one, s.ada, "first");
    Message second = s.send(other, s.ada, "second");
    Message last = s.send(one, s.bob, "last");
    s.send(third, s.ada, "elsewhere");
    List<ConversationId> both = List.of(one.id(), other.id());
    var messages = stores().messages();
    var latest = new Query(Filter.ALL, List.of(new Order("createdAt", true)), 2, 0);
    var next = new Query(Filter.ALL, List.of(new Order("createdAt", true)), 2, 2);
    Query ofAda = Query.where(Filter.equal("senderId", s.ada.id().value()));
    Query inOther = Query.where(Filter.equal("conversationId", other.id().value()));
    assertThat(messages.find(s.schoolId(), both, Query.where(Filter.ALL)).data())
        .containsExactly(first, second, last);
    assertThat(messages.find(s.schoolId(), both, latest).data()).containsExactly(last, second);
    assertThat(messages.find(s.schoolId(), both, latest).total()).isEqualTo(3);
    assertThat(messages.find(s.schoolId(), both, next).data()).containsExactly(first);
    assertThat(messages.find(s.schoolId(), both, ofAda).data()).containsExactly(first, second);
    assertThat(messages.find(s.schoolId(), both, inOther).data()).containsExactly(second);
    assertThat(messages.find(s.schoolId(), List.of(), Query.where(Filter.ALL)).total()).isZero();
  }

  @Test
  default void deletedMessagesAreFoundByTheTimeOfIt() {
    Fixtures s = school();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    Message deleted = s.delete(s.send(group, s.bob, "two"));
    var messages = stores().messages();
    Filter left = Filter.equal("deletedAt", null);
    Filter gone = new Filter.Compare("deletedAt", Filter.Operator.NOT_EQUAL, null);
    Filter then = Filter.equal("deletedAt", deleted.deletedAt());
    assertThat(messages.find(s.schoolId(), group.id(), Query.where(left)).data())
        .containsExactly(first);
    assertThat(messages.find(s.schoolId(), group.id(), Query.where(gone)).data())
        .containsExactly(deleted);
    assertThat(messages.find(s.schoolId(), group.id(), Query.where(then)).data())
        .containsExactly(deleted);
  }

  @Test
  default void anotherSchoolHasNoneOfTheMessages() {
    Fixtures s = school();
    SchoolId other = school().schoolId();
    Conversation group = s.group("Maths", s.ada, s.bob);
    Message message = s.edit(s.send(group, s.ada, "one"), "two");
    var messages = stores().messages();
    assertThat(messages.message(other, message.id())).isEmpty();
    assertThat(messages.byClientId(other, group.id(), s.ada.id(), message.clientId())).isEmpty();
    assertThat(messages.find(other, group.id(), Query.where(Filter.ALL)).total()).isZero();
    assertThat(messages.changedSince(other, group.id(), 0, 10)).isEmpty();
    assertThat(messages.changesAt(other, group.id(), 0, 10, 10)).isEmpty();
    assertThat(messages.newest(other, group.id(), 10)).isEmpty();
    assertThat(messages.history(other, message.id())).isEmpty();
    assertThat(messages.head(other, group.id())).isZero();
    assertThat(messages.countUnread(other, group.id(), Map.of(s.bob.id(), 0L), 10))
        .containsExactly(Map.entry(s.bob.id(), 0));
    assertThat(messages.edit(other, message.id(), s.ada.id(), "no", s.later())).isEmpty();
    assertThat(messages.delete(other, message.id(), s.ada.id(), s.later())).isEmpty();
    NewMessage intruder =
        new NewMessage(
            new MessageId(Fixtures.id("message")),
            group.id(),
            other,
            s.ada.id(),
            "intruder",
            "no",
            null,
            s.later());
    assertThatThrownBy(() -> messages.append(intruder))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(all(s, group)).containsExactly(message);
  }

  private Appended append(Fixtures s, Conversation in, User sender, String clientId, String text) {
    return stores().messages().append(s.newMessage(in.id(), sender, clientId, text));
  }

  private static Message stored(Appended appended) {
    assertThat(appended).isInstanceOf(Appended.Stored.class);
    return appended.message();
  }

  private Optional<Message> edit(Fixtures s, Message message, String text) {
    return stores()
        .messages()
        .edit(s.schoolId(), message.id(), message.senderId(), text, s.later());
  }

  private List<Message> all(Fixtures s, Conversation conversation) {
    return stores()
        .messages()
        .find(s.schoolId(), conversation.id(), Query.where(Filter.ALL))
        .data();
  }

  private List<Message> changedSince(Fixtures s, Conversation in, long after, int limit) {
    return stores().messages().changedSince(s.schoolId(), in.id(), after, limit);
  }

  private List<MessageChange> changesAt(
      Fixtures s, Conversation in, long after, long upTo, int limit) {
    return stores().messages().changesAt(s.schoolId(), in.id(), after, upTo, limit);
  }

  private List<Revision> history(Fixtures s, Message message) {
    return stores().messages().history(s.schoolId(), message.id());
  }
}
