// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNodes;
import homeroom.chat.bus.News;
import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.contracts.RosterChanges;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.conversation.Groups;
import homeroom.chat.roster.RosterChange;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.school.StoreUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is in a conversation or a class, and what the rules are, is the same on every node. */
class PeopleAcrossNodesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;

  /** What the bus does for as long as it takes. */
  enum Bus {
    CARRIES,
    IS_AWAY,
    IS_AWAY_FOR_WHO_CHANGES,
    IS_AWAY_FOR_WHO_IS_TO_HEAR,
    CARRIES_NOTHING_TO_WHO_IS_TO_HEAR
  }

  private void fail(Bus bus) {
    switch (bus) {
      case CARRIES -> {}
      case IS_AWAY -> nodes.bus.setUp(false);
      case IS_AWAY_FOR_WHO_CHANGES -> nodes.bus.setCut(nodes.a.id, true);
      case IS_AWAY_FOR_WHO_IS_TO_HEAR -> nodes.bus.setCut(nodes.b.id, true);
      case CARRIES_NOTHING_TO_WHO_IS_TO_HEAR -> nodes.bus.mute(nodes.b.id);
    }
  }

  private void heal() {
    nodes.bus.setUp(true);
    nodes.bus.setCut(nodes.a.id, false);
    nodes.bus.setCut(nodes.b.id, false);
    nodes.pass(SECOND.multipliedBy(10));
  }

  /** But for who comes and goes. */
  private static List<String> heard(Device device) {
    return device.heard().stream()
        .filter(words -> !words.endsWith(" online") && !words.endsWith(" offline"))
        .toList();
  }

  /** A group of all three that every node knows. */
  private Conversation group() {
    Conversation group = nodes.a.group("Maths", day.ada, day.bob, day.tom);
    nodes.a.send(day.ada, group, "one");
    nodes.b.send(day.bob, group, "two");
    nodes.c.send(day.tom, group, "three");
    return group;
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void whoIsRemovedFromAGroupHearsNothingMoreAfterASecond(Bus bus) {
    Conversation group = group();
    Device bobs = nodes.b.connect(day.bob);
    Device toms = nodes.b.connect(day.tom);
    fail(bus);
    nodes.a.change(day.ada, group, Set.of(), ids(day.bob));
    nodes.pass(SECOND);
    nodes.a.send(day.ada, group, "four");
    nodes.b.send(day.tom, group, "five");
    nodes.c.send(day.tom, group, "six");
    nodes.pass(SECOND.multipliedBy(10));
    heal();
    assertThat(heard(bobs)).containsExactly("removed " + group.id());
    assertThat(heard(toms)).endsWith("sent four", "sent five", "sent six");
    assertThat(nodes.b.trySend(day.bob, group, "seven")).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void whoComesIntoAGroupHearsOfItAndOfWhatIsWrittenThenWithinASecond(Bus bus) {
    Conversation group = group();
    Device cleos = nodes.b.connect(day.cleo);
    fail(bus);
    done(
        nodes
            .a
            .chat
            .groups()
            .change(
                nodes.a.by(day.tom), group.id(), new Groups.Change(null, ids(day.cleo), Set.of())));
    nodes.pass(SECOND);
    assertThat(heard(cleos)).containsExactly("added " + group.id());
    nodes.a.send(day.ada, group, "four");
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(heard(cleos)).containsExactly("sent four");
  }

  @Test
  void anotherTitleAndTheEndOfAGroupAreToldEverywhere() {
    Conversation group = group();
    Device bobs = nodes.b.connect(day.bob);
    done(
        nodes
            .a
            .chat
            .groups()
            .change(
                nodes.a.by(day.tom), group.id(), new Groups.Change("Sums", Set.of(), Set.of())));
    assertThat(bobs.shown().conversation().title()).isEqualTo("Sums");
    assertThat(heard(bobs)).containsExactly("updated " + group.id());
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void aNewConversationIsToldEverywhereWithinASecond(Bus bus) {
    Device bobs = nodes.b.connect(day.bob);
    fail(bus);
    Conversation direct =
        done(nodes.a.chat.conversations().directWith(nodes.a.by(day.tom), day.bob.id()));
    nodes.pass(SECOND);
    assertThat(heard(bobs)).containsExactly("added " + direct.id());
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void aTeacherWhoIsTakenFromAClassReadsItsChildrenNoMoreAfterASecond(Bus bus) {
    Conversation lessons = day.ofClass(day.class7b);
    nodes.b.send(day.tom, lessons, "good morning");
    Device toms = nodes.b.connect(day.tom);
    Device adas = nodes.c.connect(day.ada);
    toms.heard();
    fail(bus);
    nodes.a.change(new RosterChange.RemoveTeacher(SchoolDay.teaches(day.tom, day.class7b)));
    nodes.pass(SECOND);
    nodes.a.send(day.ada, lessons, "is he gone?");
    nodes.b.send(day.bob, lessons, "he is");
    nodes.pass(SECOND.multipliedBy(10));
    heal();
    assertThat(heard(toms))
        .contains("removed " + lessons.id())
        .noneMatch(words -> words.startsWith("sent"));
    assertThat(heard(adas)).contains("sent is he gone?", "sent he is");
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void whoIsDeactivatedIsSignedOutEverywhereWithinASecond(Bus bus) {
    Device bobs = nodes.b.connect(day.bob);
    fail(bus);
    done(nodes.a.chat.userRegistrar().deactivate(nodes.a.by(day.root), day.bob.id()));
    nodes.pass(SECOND);
    assertThat(heard(bobs)).contains("session ended deactivated");
  }

  @ParameterizedTest
  @EnumSource(Bus.class)
  void theRulesThatAreSetOnOneNodeHoldOnAllAfterASecond(Bus bus) {
    Conversation lessons = day.ofClass(day.class7b);
    nodes.b.send(day.ada, lessons, "may I?");
    fail(bus);
    done(nodes.a.chat.settings().change(nodes.a.by(day.root), 0, Map.of("studentsPost", "never")));
    nodes.pass(SECOND);
    assertThat(nodes.b.trySend(day.ada, lessons, "may I now?")).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void whatANodeThatDiedChangedAndDidNotAnnounceIsFound() {
    Conversation group = group();
    Device bobs = nodes.b.connect(day.bob);
    day.elsewhere.nodes().beat(new NodeId("d", "1"), Set.of());
    day.elsewhere
        .conversations()
        .changeParticipants(day.hill, group.id(), Set.of(), ids(day.bob), day.now());
    nodes.pass(SECOND.multipliedBy(15));
    assertThat(heard(bobs)).containsExactly("removed " + group.id());
  }

  @Test
  void aChangeOfTheRosterThatCannotBeAnnouncedIsFollowedHereAllTheSame() {
    var failing = new AtomicBoolean();
    FaultyCalls calls = FaultyCalls.losingOneIf(failing);
    var other = new SchoolNodes(others -> calls.of(OtherNodes.class, others));
    Device toms = other.a.connect(other.day.tom);
    failing.set(true);
    assertThatThrownBy(() ->
            other.a.change(
                new RosterChange.RemoveTeacher(
                    SchoolDay.teaches(other.day.tom, other.day.class7b))))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(failing).isFalse();
    assertThat(heard(toms)).contains("removed " + other.day.ofClass(other.day.class7b).id());
  }

  @Test
  void ofTwoSchoolsThatWereChangedTogetherBothAreFollowed() {
    Device dans = nodes.b.connect(day.dan);
    Device eves = nodes.b.connect(day.eve);
    nodes.a.change(RosterChanges.deactivate(day.dan), RosterChanges.deactivate(day.eve));
    assertThat(heard(dans)).contains("session ended deactivated");
    assertThat(heard(eves)).contains("session ended deactivated");
  }

  @Test
  void aChangeThatIsKnownBeforeItIsAnnouncedIsFollowedWhenItIs() {
    Device eves = nodes.b.connect(day.eve);
    day.changeElsewhere(RosterChanges.deactivate(day.eve));
    assertThat(nodes.b.chat.roster().refresh()).isTrue();
    nodes.a.node.announce(day.dale, new News.OfSchool());
    assertThat(heard(eves)).contains("session ended deactivated");
  }

  @Test
  void aSchoolThatCouldNotBeFollowedIsAfterAMoment() {
    var failing = new AtomicBoolean();
    FaultyCalls calls = FaultyCalls.losingOneIf(failing);
    var all = new ArrayList<OtherNodes>();
    var other =
        new SchoolNodes(others -> {
          all.add(others);
          return all.size() == 2 ? calls.of(OtherNodes.class, others) : others;
        });
    other.c.kill();
    String added = "added " + other.day.ofClass(other.day.class7b).id();
    Device dans = other.b.connect(other.day.dan);
    other.day.changeElsewhere(
        new RosterChange.Enroll(SchoolDay.attends(other.day.dan, other.day.class7b)));
    failing.set(true);
    other.a.node.announce(other.day.hill, new News.OfSchool());
    assertThat(failing).isFalse();
    assertThat(heard(dans)).doesNotContain(added);
    other.pass(SECOND.multipliedBy(3));
    assertThat(heard(dans)).contains(added);
  }

  @Test
  void whoHearsOfAnAnnouncementTwiceTellsNobodyTwice() {
    Device bobs = nodes.b.connect(day.bob);
    Conversation group = nodes.a.group("Maths", day.ada, day.bob);
    nodes.pass(Duration.ofMinutes(5));
    assertThat(heard(bobs)).containsExactly("added " + group.id());
  }

  @Test
  void whoComesIntoAClassHearsOfItsConversationEverywhere() {
    User cleo = day.cleo;
    Device cleos = nodes.b.connect(cleo);
    cleos.heard();
    nodes.a.change(new RosterChange.Enroll(SchoolDay.attends(cleo, day.class7b)));
    assertThat(heard(cleos)).contains("added " + day.ofClass(day.class7b).id());
  }
}
