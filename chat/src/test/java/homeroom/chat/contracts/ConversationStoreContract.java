// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Stores;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationType;
import homeroom.chat.conversation.LastMessage;
import homeroom.chat.conversation.NewConversation;
import homeroom.chat.message.Appended;
import homeroom.chat.message.Message;
import homeroom.chat.message.NewMessage;
import homeroom.chat.message.Watermark;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Filter.Compare;
import homeroom.chat.query.Filter.In;
import homeroom.chat.query.Filter.Operator;
import homeroom.chat.query.Order;
import homeroom.chat.query.Query;
import homeroom.chat.roster.SchoolClass;
import homeroom.chat.roster.User;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.ConversationId;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store of conversations does. */
public interface ConversationStoreContract extends StoresContract {

  @Test
  default void aPairHasOneDirectConversationInEitherOrder() {
    Fixtures s = school();
    Conversation made = s.direct(s.bob, s.ada);
    assertThat(made.type()).isEqualTo(ConversationType.DIRECT);
    assertThat(made.participants()).containsExactlyElementsOf(sorted(s.ada, s.bob));
    assertThat(made.createdBy()).isEqualTo(s.bob.id());
    assertThat(made.title()).isNull();
    assertThat(made.classId()).isNull();
    assertThat(s.direct(s.ada, s.bob)).isEqualTo(made);
    assertThat(s.direct(s.bob, s.ada)).isEqualTo(made);
    assertThat(stores().conversations().direct(s.schoolId(), s.ada.id(), s.bob.id()))
        .contains(made);
    assertThat(stores().conversations().direct(s.schoolId(), s.bob.id(), s.ada.id()))
        .contains(made);
    assertThat(stores().conversations().direct(s.schoolId(), s.bob.id(), s.tom.id())).isEmpty();
    assertThat(s.direct(s.ada, s.tom).id()).isNotEqualTo(made.id());
  }

  @Test
  default void aPairThatMeetsFromManySidesAtOnceHasOneConversation() {
    Fixtures s = school();
    List<Conversation> made =
        Crowd.of(
            16,
            i ->
                (i % 2 == 0 ? stores() : secondStores())
                    .conversations()
                    .create(
                        new NewConversation.Direct(
                            s.newConversationId(),
                            s.schoolId(),
                            i % 3 == 0 ? s.ada.id() : s.bob.id(),
                            i % 3 == 0 ? s.bob.id() : s.ada.id(),
                            Fixtures.NOW)));
    assertThat(made).extracting(Conversation::id).containsOnly(made.getFirst().id());
  }

  @Test
  default void aGroupIsNewEachTime() {
    Fixtures s = school();
    Conversation one = s.group("Chess", s.ada, s.bob, s.tom);
    assertThat(one.type()).isEqualTo(ConversationType.GROUP);
    assertThat(one.title()).isEqualTo("Chess");
    assertThat(one.createdBy()).isEqualTo(s.ada.id());
    assertThat(one.participants()).containsExactlyElementsOf(sorted(s.ada, s.bob, s.tom));
    assertThat(s.group("Chess", s.ada, s.bob, s.tom).id()).isNotEqualTo(one.id());
    assertThat(s.group(null, s.ada, s.bob).title()).isNull();
  }

  @Test
  default void aClassHasOneConversationNamedAfterIt() {
    Fixtures s = school();
    Conversation made = s.ofClass7b();
    assertThat(made.type()).isEqualTo(ConversationType.CLASS);
    assertThat(made.classId()).isEqualTo(s.class7b.id());
    assertThat(made.title()).isEqualTo(s.class7b.name());
    assertThat(made.participants()).isEmpty();
    assertThat(made.createdBy()).isNull();
    assertThat(s.ofClass7b()).isEqualTo(made);
    assertThat(stores().conversations().ofClass(s.schoolId(), s.class7b.id())).contains(made);
    assertThat(stores().conversations().ofClass(s.schoolId(), new ClassId("none"))).isEmpty();
  }

  @Test
  default void theTitleOfAClassFollowsItsName() {
    Fixtures s = school();
    Conversation made = s.ofClass7b();
    s.apply(RosterChanges.rename(s.class7b, "Mathematics"));
    assertThat(stored(s, made).title()).isEqualTo("Mathematics");
  }

  @Test
  default void aNewConversationIsEmpty() {
    Fixtures s = school();
    for (Conversation made :
        List.of(s.direct(s.ada, s.bob), s.group("New", s.ada, s.bob), s.ofClass7b())) {
      assertThat(made.schoolId()).isEqualTo(s.schoolId());
      assertThat(made.archived()).isFalse();
      assertThat(made.rev()).isZero();
      assertThat(made.lastMessage()).isNull();
      assertThat(made.createdAt()).isEqualTo(Fixtures.NOW);
      assertThat(made.updatedAt()).isEqualTo(Fixtures.NOW);
      assertThat(stored(s, made)).isEqualTo(made);
    }
  }

  @Test
  default void itsFirstMembersHaveAWatermarkAtZero() {
    Fixtures s = school();
    assertThat(watermarks(s, s.direct(s.ada, s.bob)))
        .containsExactlyInAnyOrder(zero(s.ada), zero(s.bob));
    assertThat(watermarks(s, s.group("New", s.ada, s.tom)))
        .containsExactlyInAnyOrder(zero(s.ada), zero(s.tom));
    assertThat(watermarks(s, s.ofClass7b()))
        .containsExactlyInAnyOrder(zero(s.ada), zero(s.bob), zero(s.tom));
  }

  @Test
  default void aMessageChangesRevLastMessageAndTimeOfItsConversation() {
    Fixtures s = school();
    Conversation group = s.group("News", s.ada, s.bob);
    Message first = s.send(group, s.ada, "first");
    assertThat(stored(s, group).rev()).isEqualTo(1);
    assertThat(stored(s, group).lastMessage()).isEqualTo(last(first));
    assertThat(stored(s, group).updatedAt()).isEqualTo(first.createdAt());
    Message second = s.send(group, s.bob, "second");
    assertThat(stored(s, group).lastMessage()).isEqualTo(last(second));
    Message edited = s.edit(first, "first, edited");
    assertThat(stored(s, group).rev()).isEqualTo(3);
    assertThat(stored(s, group).lastMessage()).isEqualTo(last(second));
    assertThat(stored(s, group).updatedAt()).isEqualTo(edited.updatedAt());
    assertThat(stored(s, group).createdAt()).isEqualTo(Fixtures.NOW);
  }

  @Test
  default void theLastMessageIsTheNewestThatIsNotDeleted() {
    Fixtures s = school();
    Conversation group = s.group("News", s.ada, s.bob);
    Message first = s.send(group, s.ada, "first");
    Message second = s.send(group, s.bob, "second");
    Message edited = s.edit(second, "second, edited");
    assertThat(stored(s, group).lastMessage()).isEqualTo(last(edited));
    s.delete(edited);
    assertThat(stored(s, group).lastMessage()).isEqualTo(last(first));
    s.delete(first);
    assertThat(stored(s, group).lastMessage()).isNull();
    assertThat(stored(s, group).rev()).isEqualTo(5);
  }

  @Test
  default void theTimeOfAConversationNeverGoesBack() {
    Fixtures s = school();
    Conversation group = s.group("News", s.ada, s.bob);
    Message message = s.send(group, s.ada, "now");
    stores()
        .messages()
        .edit(s.schoolId(), message.id(), s.ada.id(), "edit", Fixtures.NOW.minusSeconds(60));
    stores()
        .conversations()
        .rename(s.schoolId(), group.id(), "Olds", Fixtures.NOW.minusSeconds(60));
    assertThat(stored(s, group).updatedAt())
        .isBetween(message.createdAt(), message.createdAt().plusMillis(2));
  }

  @Test
  default void theListIsInTheOrderOfTheChangesAlsoAfterTheClockWasSetBack() {
    Fixtures s = school();
    Conversation ahead = s.group("Ahead", s.ada, s.bob);
    Conversation chess = s.group("Chess", s.ada, s.bob);
    Conversation direct = s.direct(s.ada, s.bob);
    Message wrong = sendAt(stores(), s, ahead, Fixtures.NOW.plus(Duration.ofDays(1)));
    assertThat(newestFirst(s)).startsWith(ahead.id());

    sendAt(secondStores(), s, chess, Fixtures.NOW.plusSeconds(1));
    Message right = sendAt(secondStores(), s, direct, Fixtures.NOW.plusSeconds(2));
    assertThat(newestFirst(s)).containsExactly(direct.id(), chess.id(), ahead.id());
    assertThat(right.createdAt()).isEqualTo(Fixtures.NOW.plusSeconds(2));

    Stores server = secondStores();
    server
        .messages()
        .edit(s.schoolId(), wrong.id(), s.ada.id(), "edit", Fixtures.NOW.plusSeconds(3));
    assertThat(newestFirst(s)).startsWith(ahead.id());
    server.conversations().rename(s.schoolId(), chess.id(), "Go", Fixtures.NOW.plusSeconds(4));
    assertThat(newestFirst(s)).startsWith(chess.id());
    server
        .conversations()
        .changeParticipants(
            s.schoolId(), ahead.id(), Set.of(s.tom.id()), Set.of(), Fixtures.NOW.plusSeconds(5));
    assertThat(newestFirst(s)).startsWith(ahead.id());
    Conversation made = s.seenBy(server).group("New", s.ada, s.bob);
    assertThat(newestFirst(s)).startsWith(made.id());
    assertThat(made.createdAt()).isEqualTo(Fixtures.NOW);

    sendAt(server, s, chess, Fixtures.NOW.plus(Duration.ofDays(2)));
    assertThat(stored(s, chess).updatedAt()).isEqualTo(Fixtures.NOW.plus(Duration.ofDays(2)));
  }

  private static Message sendAt(Stores stores, Fixtures s, Conversation in, Instant at) {
    NewMessage message = s.newMessage(in, s.ada, "hello");
    Appended appended =
        stores
            .messages()
            .append(
                new NewMessage(
                    message.id(),
                    message.conversationId(),
                    message.schoolId(),
                    message.senderId(),
                    message.clientId(),
                    message.text(),
                    null,
                    at));
    return ((Appended.Stored) appended).message();
  }

  private List<ConversationId> newestFirst(Fixtures s) {
    Query query = new Query(Filter.ALL, List.of(new Order("updatedAt", true)), 50, 0);
    return stores().conversations().find(s.schoolId(), s.ada.id(), List.of(), query).data().stream()
        .map(Conversation::id)
        .toList();
  }

  @Test
  default void membersFindTheirConversationsAndThoseOfTheirClasses() {
    Fixtures s = school();
    Conversation direct = s.direct(s.ada, s.bob);
    Conversation group = s.group("Chess", s.tom, s.ada);
    Conversation ofClass = s.ofClass7b();
    s.direct(s.bob, s.tom);
    List<ClassId> classes = List.of(s.class7b.id());
    assertThat(find(s, s.ada, classes, Filter.ALL))
        .containsExactlyInAnyOrder(direct, group, ofClass);
    assertThat(find(s, s.ada, List.of(), Filter.ALL)).containsExactlyInAnyOrder(direct, group);
    assertThat(find(s, s.cleo, List.of(), Filter.ALL)).isEmpty();
    assertThat(find(s, s.cleo, classes, Filter.ALL)).containsExactly(ofClass);
    assertThat(find(s, s.root, List.of(new ClassId("none")), Filter.ALL)).isEmpty();
  }

  @Test
  default void aSyncListsAllOfThemById() {
    Fixtures s = school();
    Conversation ofClass = s.ofClass7b();
    Conversation group = s.group("Chess", s.tom, s.ada);
    Conversation direct = s.direct(s.ada, s.bob);
    List<Conversation> all =
        stores().conversations().all(s.schoolId(), s.ada.id(), List.of(s.class7b.id()));
    assertThat(all).containsExactly(ofClass, group, direct);
    assertThat(stores().conversations().all(s.schoolId(), s.cleo.id(), List.of())).isEmpty();
  }

  @Test
  default void aSyncReadsThemInPagesById() {
    Fixtures s = school();
    Conversation ofClass = s.ofClass7b();
    Conversation group = s.group("Chess", s.tom, s.ada);
    s.group("Go", s.tom, s.bob);
    Conversation direct = s.direct(s.ada, s.bob);
    Conversation supervised = s.direct(s.bob, s.tom);
    stores()
        .conversations()
        .supervise(s.schoolId(), supervised.id(), Set.of(s.ada.id()), s.later());
    Conversation archived = s.group("Judo", s.tom, s.ada);
    stores().conversations().archiveGroup(s.schoolId(), archived.id(), s.later());
    assertThat(page(s, null, 2)).containsExactly(ofClass.id(), group.id());
    assertThat(page(s, group.id(), 2)).containsExactly(direct.id(), supervised.id());
    assertThat(page(s, direct.id(), 2)).containsExactly(supervised.id());
    assertThat(page(s, supervised.id(), 2)).isEmpty();
    assertThat(page(s, null, 9))
        .containsExactlyInAnyOrderElementsOf(
            stores().conversations().ids(s.schoolId(), s.ada.id(), List.of(s.class7b.id())));
    assertThat(stores().conversations().page(s.schoolId(), s.cleo.id(), List.of(), null, 9))
        .isEmpty();
    assertThat(stores().conversations().ids(s.schoolId(), s.cleo.id(), List.of())).isEmpty();
  }

  private List<ConversationId> page(Fixtures s, @Nullable ConversationId after, int limit) {
    return stores()
        .conversations()
        .page(s.schoolId(), s.ada.id(), List.of(s.class7b.id()), after, limit)
        .stream()
        .map(Conversation::id)
        .toList();
  }

  @Test
  default void conversationsAreFoundByEachOfTheirFields() {
    Fixtures s = school();
    Conversation direct = s.direct(s.ada, s.bob);
    Conversation ofClass = s.ofClass7b();
    s.send(direct, s.ada, "hello");
    Conversation spoken = stored(s, direct);
    assertThat(found(s, Filter.equal("_id", direct.id().value()))).containsExactly(spoken);
    assertThat(found(s, Filter.equal("type", "class"))).containsExactly(ofClass);
    assertThat(found(s, Filter.equal("classId", s.class7b.id().value()))).containsExactly(ofClass);
    assertThat(found(s, Filter.equal("classId", null))).containsExactly(spoken);
    assertThat(found(s, Filter.equal("createdAt", Fixtures.NOW))).hasSize(2);
    assertThat(found(s, new Compare("updatedAt", Operator.GREATER, Fixtures.NOW)))
        .containsExactly(spoken);
    Query newestFirst = new Query(Filter.ALL, List.of(new Order("updatedAt", true)), 1, 0);
    var page =
        stores()
            .conversations()
            .find(s.schoolId(), s.ada.id(), List.of(s.class7b.id()), newestFirst);
    assertThat(page.data()).containsExactly(spoken);
    assertThat(page.total()).isEqualTo(2);
  }

  @Test
  default void aConditionOnParticipantsHoldsIfAnyOneMeetsIt() {
    Fixtures s = school();
    Conversation withBob = s.direct(s.ada, s.bob);
    Conversation withTom = s.group("Chess", s.ada, s.tom);
    s.ofClass7b();
    String ada = s.ada.id().value();
    String bob = s.bob.id().value();
    assertThat(found(s, Filter.equal("participants", bob))).containsExactly(withBob);
    assertThat(found(s, Filter.equal("participants", ada)))
        .containsExactlyInAnyOrder(withBob, withTom);
    assertThat(found(s, new Compare("participants", Operator.NOT_EQUAL, ada)))
        .containsExactlyInAnyOrder(withBob, withTom);
    assertThat(found(s, Filter.in("participants", List.of(bob, "nobody"))))
        .containsExactly(withBob);
    assertThat(found(s, new In("participants", List.of(ada, bob), true))).containsExactly(withTom);
    assertThat(found(s, Filter.equal("participants", null))).isEmpty();
  }

  @Test
  default void ofTheirParticipantsTheFirstGivesTheOrder() {
    Fixtures s = school();
    Conversation withBob = s.direct(s.ada, s.bob);
    Conversation withTom = s.group("Chess", s.ada, s.tom);
    Conversation ofClass = s.ofClass7b();
    assertThat(sorted(s, new Order("participants", false)))
        .containsExactly(ofClass, withBob, withTom);
    assertThat(sorted(s, new Order("participants", true)))
        .containsExactly(withTom, withBob, ofClass);
  }

  @Test
  default void anUnknownFieldOfConversationsIsRefused() {
    Fixtures s = school();
    assertThatThrownBy(() -> found(s, Filter.equal("title", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void classesThatHaveNoConversationAreKnown() {
    Fixtures s = school();
    SchoolClass archived = s.newClass("8A");
    s.apply(RosterChanges.add(archived), RosterChanges.archive(archived));
    assertThat(stores().conversations().classesWithout(s.schoolId()))
        .containsExactly(s.class7b.id());
    s.ofClass7b();
    assertThat(stores().conversations().classesWithout(s.schoolId())).isEmpty();
  }

  @Test
  default void onlyAGroupIsRenamed() {
    Fixtures s = school();
    Conversation group = s.group("Chess", s.ada, s.bob);
    Instant at = s.later();
    Conversation renamed = rename(s, group, "Go", at).orElseThrow();
    assertThat(renamed.title()).isEqualTo("Go");
    assertThat(renamed.updatedAt()).isEqualTo(at);
    assertThat(stored(s, group)).isEqualTo(renamed);
    assertThat(rename(s, group, null, at))
        .hasValueSatisfying(untitled -> assertThat(untitled.title()).isNull());
    assertThat(rename(s, s.direct(s.ada, s.bob), "No", at)).isEmpty();
    assertThat(rename(s, s.ofClass7b(), "No", at)).isEmpty();
  }

  @Test
  default void participantsJoinAtTheNewestSeqAndLeaveWithTheirWatermarks() {
    Fixtures s = school();
    Conversation group = s.group("Chess", s.ada, s.bob);
    Message first = s.send(group, s.ada, "one");
    s.send(group, s.ada, "two");
    s.edit(first, "one, edited");
    Instant at = s.later();
    Conversation changed = change(s, group, Set.of(s.tom.id(), s.ada.id()), Set.of(s.bob.id()), at);
    assertThat(changed.participants()).containsExactlyElementsOf(sorted(s.ada, s.tom));
    assertThat(changed.updatedAt()).isEqualTo(at);
    assertThat(stored(s, group)).isEqualTo(changed);
    assertThat(watermarks(s, group))
        .containsExactlyInAnyOrder(zero(s.ada), new Watermark(s.tom.id(), 2, 2, null, 2, null));
    assertThat(find(s, s.bob, List.of(), Filter.ALL)).isEmpty();
    assertThat(find(s, s.tom, List.of(), Filter.ALL)).containsExactly(changed);
  }

  @Test
  default void onlyTheParticipantsOfAGroupChange() {
    Fixtures s = school();
    for (Conversation other : List.of(s.direct(s.ada, s.bob), s.ofClass7b())) {
      assertThat(
              stores()
                  .conversations()
                  .changeParticipants(
                      s.schoolId(), other.id(), Set.of(s.cleo.id()), Set.of(), s.later()))
          .isEmpty();
      assertThat(stored(s, other)).isEqualTo(other);
      assertThat(watermarks(s, other)).extracting(Watermark::userId).doesNotContain(s.cleo.id());
    }
  }

  @Test
  default void anArchivedConversationIsKeptButNotFound() {
    Fixtures s = school();
    Conversation ofClass = s.ofClass7b();
    s.send(ofClass, s.tom, "hello");
    stores().conversations().archive(s.schoolId(), s.class7b.id(), true, s.later());
    List<ClassId> classes = List.of(s.class7b.id());
    assertThat(find(s, s.ada, classes, Filter.ALL)).isEmpty();
    assertThat(stores().conversations().all(s.schoolId(), s.ada.id(), classes)).isEmpty();
    assertThat(stored(s, ofClass).archived()).isTrue();
    assertThat(stores().conversations().ofClass(s.schoolId(), s.class7b.id())).isPresent();
    assertThat(stores().messages().head(s.schoolId(), ofClass.id())).isEqualTo(1);
    stores().conversations().archive(s.schoolId(), s.class7b.id(), false, s.later());
    assertThat(find(s, s.ada, classes, Filter.ALL)).containsExactly(stored(s, ofClass));
    stores().conversations().archive(s.schoolId(), new ClassId("none"), true, s.later());
  }

  @Test
  default void onlyAGroupIsArchivedByItsId() {
    Fixtures s = school();
    Conversation group = s.group("Chess", s.ada, s.bob);
    s.send(group, s.ada, "hello");
    Instant at = s.later();
    Conversation archived = archiveGroup(s, group, at).orElseThrow();
    assertThat(archived.archived()).isTrue();
    assertThat(archived.participants()).isEqualTo(group.participants());
    assertThat(archived.updatedAt()).isEqualTo(at);
    assertThat(stored(s, group)).isEqualTo(archived);
    assertThat(find(s, s.ada, List.of(), Filter.ALL)).isEmpty();
    assertThat(stores().conversations().all(s.schoolId(), s.ada.id(), List.of())).isEmpty();
    assertThat(archiveGroup(s, s.direct(s.ada, s.bob), at)).isEmpty();
    assertThat(archiveGroup(s, s.ofClass7b(), at)).isEmpty();
  }

  private Optional<Conversation> archiveGroup(Fixtures s, Conversation conversation, Instant at) {
    return stores().conversations().archiveGroup(s.schoolId(), conversation.id(), at);
  }

  @Test
  default void anotherSchoolHasNoneOfTheConversations() {
    Fixtures s = school();
    SchoolId other = school().schoolId();
    Conversation direct = s.direct(s.ada, s.bob);
    Conversation group = s.group("Chess", s.ada, s.bob);
    Conversation ofClass = s.ofClass7b();
    var conversations = stores().conversations();
    List<ClassId> classes = List.of(s.class7b.id());
    assertThat(conversations.conversation(other, direct.id())).isEmpty();
    assertThat(conversations.direct(other, s.ada.id(), s.bob.id())).isEmpty();
    assertThat(conversations.ofClass(other, s.class7b.id())).isEmpty();
    assertThat(conversations.find(other, s.ada.id(), classes, Query.where(Filter.ALL)).total())
        .isZero();
    assertThat(conversations.all(other, s.ada.id(), classes)).isEmpty();
    assertThat(conversations.classesWithout(other)).doesNotContain(s.class7b.id());
    assertThat(conversations.rename(other, group.id(), "Ours", s.later())).isEmpty();
    assertThat(
            conversations.changeParticipants(
                other, group.id(), Set.of(s.cleo.id()), Set.of(s.ada.id()), s.later()))
        .isEmpty();
    assertThat(conversations.archiveGroup(other, group.id(), s.later())).isEmpty();
    conversations.archive(other, s.class7b.id(), true, s.later());
    assertThat(List.of(stored(s, direct), stored(s, group), stored(s, ofClass)))
        .containsExactly(direct, group, ofClass);
  }

  private Conversation stored(Fixtures s, Conversation conversation) {
    return stores().conversations().conversation(s.schoolId(), conversation.id()).orElseThrow();
  }

  private Optional<Conversation> rename(
      Fixtures s, Conversation conversation, @Nullable String title, Instant at) {
    return stores().conversations().rename(s.schoolId(), conversation.id(), title, at);
  }

  private Conversation change(
      Fixtures s, Conversation group, Set<UserId> add, Set<UserId> remove, Instant at) {
    return stores()
        .conversations()
        .changeParticipants(s.schoolId(), group.id(), add, remove, at)
        .orElseThrow();
  }

  private List<Conversation> find(Fixtures s, User member, List<ClassId> classes, Filter filter) {
    return stores()
        .conversations()
        .find(s.schoolId(), member.id(), classes, Query.where(filter))
        .data();
  }

  /** By Ada, who attends 7B. */
  private List<Conversation> found(Fixtures s, Filter filter) {
    return find(s, s.ada, List.of(s.class7b.id()), filter);
  }

  /** Those of Ada, who attends 7B. */
  private List<Conversation> sorted(Fixtures s, Order order) {
    var query = new Query(Filter.ALL, List.of(order), Query.DEFAULT_LIMIT, 0);
    return stores()
        .conversations()
        .find(s.schoolId(), s.ada.id(), List.of(s.class7b.id()), query)
        .data();
  }

  private List<Watermark> watermarks(Fixtures s, Conversation conversation) {
    return stores().receipts().watermarks(s.schoolId(), conversation.id());
  }

  private static Watermark zero(User user) {
    return new Watermark(user.id(), 0, 0, null, 0, null);
  }

  private static LastMessage last(Message message) {
    return new LastMessage(
        message.id(), message.senderId(), message.seq(), message.text(), message.createdAt());
  }

  private static List<UserId> sorted(User... users) {
    return Stream.of(users).map(User::id).sorted().toList();
  }
}
