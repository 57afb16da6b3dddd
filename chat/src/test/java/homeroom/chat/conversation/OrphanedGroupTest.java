// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.conversation;

import static homeroom.chat.SchoolDay.code;
import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.memory.FailingStores.When;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.RefusalCode;
import homeroom.chat.school.StoreUnavailable;
import homeroom.chat.school.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A group always has somebody who manages it, whoever leaves. */
class OrphanedGroupTest {

  private final SchoolDay day = new SchoolDay();

  @Test
  void whoMadeAGroupManagesIt() {
    Conversation group = day.group("Play", day.ada, day.bob, day.tom);
    assertThat(managerOf(day.bob, group)).isEqualTo(day.ada.id());
  }

  @Test
  void afterTheMakerOneOfTheStaffInItDoes() {
    Conversation group = day.group("Play", day.ada, day.bob, day.tom);
    Device bobs = day.connect(day.bob);
    done(day.chat.groups().leave(day.by(day.ada), group.id()));
    assertThat(bobs.shown().managedBy()).isEqualTo(day.tom.id());
    assertThat(done(change(day.tom, group, "Rehearsal", Set.of(), Set.of())).title())
        .isEqualTo("Rehearsal");
  }

  @Test
  void whereNobodyOfTheStaffIsInItAnAdminDoesWithoutBeingInIt() {
    Conversation group = orphan();
    Device roots = day.connect(day.root);
    assertThat(managerOf(day.bob, group)).isEqualTo(day.rita.id());
    day.send(day.ada, group, "among us");
    assertThat(roots.heard()).isEmpty();
    assertThat(day.chat.inbox().get(day.by(day.root), group.id()))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void itIsToldToThoseInItWhenTheMakerIsDeactivated() {
    Conversation group = day.group("Play", day.tom, day.ada, day.bob);
    Device adas = day.connect(day.ada);
    day.setActive(day.tom, false);
    assertThat(adas.shown().managedBy()).isEqualTo(day.rita.id());
    day.setActive(day.tom, true);
    assertThat(adas.shown().managedBy()).isEqualTo(day.tom.id());
    assertThat(adas.shown().conversation().id()).isEqualTo(group.id());
  }

  @Test
  void anAdminFindsItSomebodyWhoManagesIt() {
    Conversation group = orphan();
    Device adas = day.connect(day.ada);
    done(change(day.root, group, null, ids(day.tina), Set.of()));
    assertThat(adas.shown().managedBy()).isEqualTo(day.tina.id());
    assertThat(audited()).containsExactly("conversation.staff-added " + group.id());
    assertThat(code(change(day.root, group, null, ids(day.tom), Set.of())))
        .as("it is managed again")
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void whoAddsNobodyWritesNothingDown() {
    Conversation group = orphan();
    done(change(day.root, group, null, Set.of(), Set.of()));
    assertThat(audited()).isEmpty();
  }

  @Test
  void anAdminOutsideChangesNothingElseOfIt() {
    Conversation group = orphan();
    assertThat(code(change(day.root, group, "Ours", Set.of(), Set.of())))
        .isEqualTo(RefusalCode.NOT_THE_CREATOR);
    assertThat(code(change(day.root, group, null, Set.of(), ids(day.ada))))
        .isEqualTo(RefusalCode.NOT_THE_CREATOR);
    assertThat(code(change(day.root, group, null, ids(day.cleo), Set.of())))
        .isEqualTo(RefusalCode.NOT_THE_CREATOR);
    assertThat(audited()).isEmpty();
  }

  @Test
  void anAdminClosesIt() {
    Conversation group = orphan();
    Device adas = day.connect(day.ada);
    assertThat(done(day.chat.groups().leave(day.by(day.root), group.id())).archived()).isTrue();
    assertThat(adas.heard()).containsExactly("removed " + group.id());
    assertThat(day.sendRefused(day.ada, group, "hello?").code())
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    assertThat(audited()).containsExactly("conversation.archived " + group.id());
  }

  @Test
  void whoseAnswerWasLostIsToldAllTheSame() {
    Conversation group = orphan();
    Device adas = day.connect(day.ada);
    day.stores.failNext("archiveGroup", When.AFTER);
    assertThatThrownBy(() -> day.chat.groups().leave(day.by(day.root), group.id()))
        .isInstanceOf(StoreUnavailable.class);
    day.pass(Duration.ofSeconds(2));
    assertThat(adas.heard()).containsExactly("removed " + group.id());
  }

  @Test
  void aGroupThatSomebodyInItManagesIsNoneOfAnAdminsBusiness() {
    Conversation group = day.group("Play", day.ada, day.bob);
    assertThat(code(day.chat.groups().leave(day.by(day.root), group.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
    assertThat(code(change(day.root, group, null, ids(day.tom), Set.of())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  @Test
  void theAdminsOfAnotherSchoolFindNone() {
    Conversation group = orphan();
    assertThat(code(day.chat.groups().leave(day.by(day.olga), group.id())))
        .isEqualTo(RefusalCode.CONVERSATION_NOT_FOUND);
  }

  /** Made by a teacher who left two students in it. */
  private Conversation orphan() {
    Conversation group = day.group("Play", day.tom, day.ada, day.bob);
    done(day.chat.groups().leave(day.by(day.tom), group.id()));
    return group;
  }

  private @Nullable UserId managerOf(User viewer, Conversation group) {
    return done(day.chat.inbox().get(day.by(viewer), group.id())).managedBy();
  }

  private Outcome<Conversation> change(
      User by, Conversation group, @Nullable String title, Set<UserId> add, Set<UserId> remove) {
    return day.chat.groups().change(day.by(by), group.id(), new Groups.Change(title, add, remove));
  }

  private List<String> audited() {
    return day.audit().stream().map(one -> one.action() + " " + one.target()).toList();
  }
}
