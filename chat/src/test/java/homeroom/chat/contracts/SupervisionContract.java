// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.ConversationStore;
import homeroom.chat.query.Filter;
import homeroom.chat.query.Query;
import homeroom.chat.roster.User;
import homeroom.chat.school.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every store of conversations does for those who look on, and who count. */
public interface SupervisionContract extends StoresContract {

  @Test
  default void whoSupervisesAConversationFindsItAndIsNoParticipant() {
    Fixtures s = school();
    Conversation direct = s.direct(s.ada, s.bob);
    assertThat(direct.supervisors()).isEmpty();
    Conversation watched =
        conversations()
            .supervise(s.schoolId(), direct.id(), ids(s.tom, s.root), s.later())
            .orElseThrow();
    assertThat(watched.supervisors()).containsExactlyElementsOf(sorted(s.tom, s.root));
    assertThat(watched.participants()).isEqualTo(direct.participants());
    assertThat(secondStores().conversations().conversation(s.schoolId(), direct.id()))
        .contains(watched);
    assertThat(conversations().all(s.schoolId(), s.tom.id(), List.of())).containsExactly(watched);
    assertThat(
            conversations()
                .find(s.schoolId(), s.root.id(), List.of(), Query.where(Filter.ALL))
                .data())
        .containsExactly(watched);
    assertThat(stores().receipts().watermarks(s.schoolId(), direct.id())).hasSize(2);
  }

  @Test
  default void supervisorsAreReplacedAndDropped() {
    Fixtures s = school();
    Conversation group = s.group("Chess", s.ada, s.bob);
    conversations().supervise(s.schoolId(), group.id(), ids(s.tom), s.later());
    conversations().supervise(s.schoolId(), group.id(), ids(s.root), s.later());
    assertThat(conversations().all(s.schoolId(), s.tom.id(), List.of())).isEmpty();
    assertThat(conversations().all(s.schoolId(), s.root.id(), List.of())).hasSize(1);
    conversations().supervise(s.schoolId(), group.id(), Set.of(), s.later());
    assertThat(conversations().all(s.schoolId(), s.root.id(), List.of())).isEmpty();
  }

  @Test
  default void aClassAndWhatIsNotThereHaveNoSupervisors() {
    Fixtures s = school();
    Conversation ofClass = s.ofClass7b();
    assertThat(conversations().supervise(s.schoolId(), ofClass.id(), ids(s.root), s.later()))
        .isEmpty();
    assertThat(
            conversations().supervise(s.schoolId(), s.newConversationId(), ids(s.root), s.later()))
        .isEmpty();
  }

  @Test
  default void directConversationsAndGroupsOfASchoolComePageByPage() {
    Fixtures s = school();
    Fixtures other = school();
    other.direct(other.ada, other.bob);
    s.ofClass7b();
    List<Conversation> all =
        List.of(s.direct(s.ada, s.bob), s.group("One", s.ada), s.group("Two", s.bob));
    Conversation archived = s.group("Gone", s.ada);
    conversations().archiveGroup(s.schoolId(), archived.id(), s.later());
    List<Conversation> first = conversations().page(s.schoolId(), null, 2);
    List<Conversation> rest = conversations().page(s.schoolId(), first.getLast().id(), 2);
    assertThat(first).hasSize(2);
    assertThat(rest).hasSize(1);
    assertThat(first.getFirst().id()).isLessThan(first.getLast().id());
    assertThat(List.of(first.get(0).id(), first.get(1).id(), rest.getFirst().id()))
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Conversation::id).toList());
  }

  @Test
  default void groupsAreCountedByMemberAndMaker() {
    Fixtures s = school();
    s.group("One", s.ada, s.bob);
    Conversation two = s.group("Two", s.ada, s.cleo);
    s.direct(s.ada, s.bob);
    assertThat(conversations().groupsOf(s.schoolId(), ids(s.ada, s.bob, s.tom)))
        .isEqualTo(Map.of(s.ada.id(), 2, s.bob.id(), 1));
    assertThat(conversations().groupsMade(s.schoolId(), s.ada.id(), two.createdAt())).isPositive();
    assertThat(
            conversations().groupsMade(s.schoolId(), s.ada.id(), two.createdAt().plusSeconds(3600)))
        .isZero();
    assertThat(conversations().groupsMade(s.schoolId(), s.bob.id(), Fixtures.NOW)).isZero();
    conversations().archiveGroup(s.schoolId(), two.id(), s.later());
    assertThat(conversations().groupsOf(s.schoolId(), ids(s.ada))).isEqualTo(Map.of(s.ada.id(), 1));
  }

  private ConversationStore conversations() {
    return stores().conversations();
  }

  private static Set<UserId> ids(User... users) {
    return Arrays.stream(users).map(User::id).collect(Collectors.toSet());
  }

  private static List<UserId> sorted(User... users) {
    return Arrays.stream(users).map(User::id).sorted().toList();
  }
}
