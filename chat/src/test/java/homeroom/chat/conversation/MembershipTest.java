// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import org.junit.jupiter.api.Test;

/** Who is in a conversation. */
class MembershipTest {

  private final SchoolDay day = new SchoolDay();
  private final Membership membership =
      new Membership(day.chat.roster(), day.stores.conversations());

  @Test
  void aConversationIsOnlyOfItsSchoolAlsoOnceItIsRemembered() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    assertThat(membership.conversation(day.hill, group.id())).isPresent();
    assertThat(membership.conversation(day.dale, group.id())).isEmpty();
    assertThat(membership.conversation(day.hill, group.id())).isPresent();
  }

  @Test
  void theMembersOfAGroupAreItsActiveParticipants() {
    Conversation group = day.group("Chess", day.ada, day.bob);
    day.setActive(day.bob, false);
    assertThat(membership.members(group)).containsExactly(day.ada.id());
    assertThat(membership.isMember(group, day.bob.id())).isFalse();
  }

  @Test
  void theMembersOfAClassAreThoseOfTheRoster() {
    Conversation ofClass = day.ofClass(day.class7b);
    assertThat(membership.members(ofClass))
        .containsExactlyInAnyOrder(day.tom.id(), day.ada.id(), day.bob.id());
    assertThat(membership.isMember(ofClass, day.root.id())).isFalse();
  }

  @Test
  void whatIsArchivedHasNone() {
    Conversation ofClass = day.ofClass(day.class7b);
    day.stores.conversations().archive(day.hill, day.class7b.id(), true, day.now());
    Conversation archived =
        day.stores.conversations().conversation(day.hill, ofClass.id()).orElseThrow();
    assertThat(membership.members(archived)).isEmpty();
  }

  @Test
  void onlyADirectConversationOfADeactivatedPersonIsReadOnly() {
    Conversation direct = day.direct(day.ada, day.bob);
    Conversation alone = day.group("Notes", day.ada);
    assertThat(readsOnly(direct)).isFalse();
    assertThat(readsOnly(alone)).isFalse();
    day.setActive(day.bob, false);
    assertThat(readsOnly(direct)).isTrue();
  }

  private boolean readsOnly(Conversation conversation) {
    return SchoolDay.done(day.chat.inbox().get(day.by(day.ada), conversation.id())).readOnly();
  }
}
