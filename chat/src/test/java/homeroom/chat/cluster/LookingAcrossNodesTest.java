// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.RecordedChanges.Asked;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNode;
import homeroom.chat.SchoolNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.Message;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Role;
import homeroom.chat.school.School;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.SchoolSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node finds in the store, whatever is there. */
class LookingAcrossNodesTest {

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;

  @Test
  void whoComesToANodeThatBeganIsNotToldWhatWasStoredBefore() {
    Conversation group = nodes.a.group("Maths", day.ada, day.tom);
    nodes.pass(Duration.ofMinutes(5));
    nodes.a.send(day.ada, group, "just before");
    SchoolNode late = nodes.start("late");
    Device toms = late.connect(day.tom);
    nodes.bus.flush();
    nodes.pass(Duration.ofSeconds(10));
    assertThat(toms.heard()).isEmpty();
    nodes.a.send(day.ada, group, "after");
    assertThat(toms.heard()).containsExactly("sent after");
  }

  @Test
  void aNodeThatBeginsAsksOnceOfEachSchoolWhateverWentOnThere() {
    for (int i = 0; i < 30; i++) {
      nodes.a.send(day.ada, nodes.a.group("Group " + i, day.ada, day.tom), "busy");
    }
    SchoolNode late = nodes.start("late");
    assertThat(late.recent.asked).extracting(Asked::of).containsExactly(day.hill, day.dale);
    assertThat(late.stores.calls()).doesNotContain("heads", "head");
  }

  /** Whoever comes first is sooner than the poll that finds the school, or is not. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void norIsWhoComesToASchoolThatIsNewWhileItsNodeRuns(boolean polled) {
    var vale = new SchoolId("vale");
    User vera = SchoolDay.person(vale, Role.TEACHER, "vera");
    User vito = SchoolDay.person(vale, Role.TEACHER, "vito");
    nodes.a.change(
        new RosterChange.AddSchool(new School(vale, "Vale", SchoolSettings.DEFAULT, day.now())),
        new RosterChange.AddUser(vera, ""),
        new RosterChange.AddUser(vito, ""));
    Conversation group = nodes.a.group("Maths", vera, vito);
    nodes.a.send(vera, group, "just before");
    nodes.pass(Duration.ofSeconds(5));
    if (polled) {
      nodes.b.node.follow(vale);
    }
    Device vitos = nodes.b.connect(vito);
    nodes.bus.flush();
    nodes.pass(Duration.ofSeconds(10));
    assertThat(vitos.heard()).isEmpty();
    nodes.a.send(vera, group, "after");
    assertThat(vitos.heard()).containsExactly("sent after");
    nodes.bus.setUp(false);
    nodes.a.send(vera, group, "later");
    nodes.pass(Duration.ofSeconds(5));
    assertThat(vitos.heard()).containsExactly("sent later");
  }

  @Test
  void anOldNodeReadsLittleOfAConversationInWhichItHearsOfAChange() {
    Conversation group = nodes.a.group("Maths", day.ada, day.tom);
    Message sent = nodes.a.send(day.ada, group, "weeks ago");
    nodes.pass(Duration.ofMinutes(5)); // so that the node does not know of it
    SchoolNode old = nodes.start("old");
    Device toms = old.connect(day.tom);
    nodes.pass(Duration.ofHours(3));
    old.recent.asked.clear();
    nodes.a.delete(day.ada, sent);
    assertThat(toms.heard()).containsExactly("deleted 1");
    assertThat(old.recent.asked)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.of()).isEqualTo(group.id());
          assertThat(one.since()).isAfter(day.now().minus(Duration.ofMinutes(5)));
        });
  }

  @Test
  void soDoesOneThatWasStopped() {
    Conversation group = nodes.a.group("Maths", day.ada, day.tom);
    Message sent = nodes.a.send(day.ada, group, "weeks ago");
    nodes.pass(Duration.ofMinutes(5)); // so that the node does not know of it
    SchoolNode old = nodes.start("old");
    Device toms = old.connect(day.tom);
    nodes.pass(Duration.ofHours(3));
    Instant stopped = day.now();
    day.jump(Duration.ofMinutes(10));
    old.recent.asked.clear();
    nodes.a.delete(day.ada, sent);
    nodes.pass(Duration.ofSeconds(10));
    assertThat(toms.heard()).containsExactly("deleted 1");
    assertThat(old.recent.asked)
        .isNotEmpty()
        .allMatch(one -> one.since().isAfter(stopped.minus(Duration.ofMinutes(5))));
  }

  @Test
  void messagesWhoseConversationIsGoneAreReportedOnceAndHoldUpNoOthers() {
    Conversation gone = nodes.a.group("Gone", day.ada, day.tom);
    Conversation there = nodes.a.group("There", day.ada, day.tom);
    nodes.pass(Duration.ofMinutes(5)); // so that a node that begins knows of neither
    nodes.bus.setUp(false);
    nodes.pass(Duration.ofSeconds(10));
    Device toms = nodes.b.connect(day.tom);
    SchoolNode late = nodes.start("late");
    Device atLate = late.connect(day.tom);
    for (int i = 0; i < 3; i++) {
      day.elsewhere.messages().append(day.newMessage(gone, day.ada, "lost " + i, "gone-" + i));
    }
    day.elsewhere.delete(day.hill, gone.id());
    nodes.a.send(day.ada, there, "found");
    nodes.pass(Duration.ofSeconds(30));
    assertThat(atLate.heard()).contains("sent found").doesNotContain("sent lost 0");
    assertThat(toms.heard()).contains("sent found");
    assertThat(late.faults)
        .containsExactly("Messages of hill whose conversation is not there are told to nobody");
  }
}
