// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNode;
import homeroom.chat.SchoolNodes;
import homeroom.chat.roster.RosterChange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is online is online for everybody, whichever node they are connected to. */
class PresenceAcrossNodesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;

  @Test
  void whoComesAndGoesIsToldToThoseOnOtherNodes() {
    Device toms = nodes.b.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    assertThat(toms.heard()).containsExactly("ada online");
    assertThat(adas.online()).containsExactly("tom");
    nodes.a.drop(adas);
    assertThat(toms.heard()).isEmpty();
    nodes.pass(GRACE);
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoSignsOutIsGoneAtOnce() {
    Device toms = nodes.b.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    nodes.a.signOut(adas);
    assertThat(toms.heard()).containsExactly("ada online", "ada offline");
  }

  @Test
  void whoMayNotSeeSomebodyIsToldNothingOfThem() {
    Device cleos = nodes.b.connect(day.cleo);
    nodes.a.connect(day.ada);
    assertThat(cleos.heard()).isEmpty();
    assertThat(cleos.online()).isEmpty();
  }

  @Test
  void whoGoesToAnotherNodeWasNeverAway() {
    Device toms = nodes.c.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    nodes.a.drop(adas);
    nodes.pass(SECOND);
    nodes.b.connect(day.ada);
    nodes.pass(Duration.ofMinutes(1));
    assertThat(toms.heard()).containsExactly("ada online");
  }

  @Test
  void whoIsOnTwoNodesGoesWithTheLast() {
    Device toms = nodes.a.connect(day.tom);
    Device one = nodes.a.connect(day.ada);
    Device other = nodes.b.connect(day.ada);
    nodes.a.signOut(one);
    assertThat(toms.heard()).containsExactly("ada online");
    nodes.b.signOut(other);
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoseNodeDiesIsGoneWithinSeventeenSeconds() {
    Device toms = nodes.b.connect(day.tom);
    nodes.a.connect(day.ada);
    nodes.a.kill();
    nodes.pass(SECOND.multipliedBy(10));
    assertThat(toms.heard()).containsExactly("ada online");
    nodes.pass(SECOND.multipliedBy(7));
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void whoComesBackOnAnotherNodeAfterTheirsDiedWasNeverAway() {
    Device toms = nodes.b.connect(day.tom);
    nodes.a.connect(day.ada);
    nodes.a.kill();
    nodes.pass(SECOND.multipliedBy(8));
    nodes.c.connect(day.ada);
    nodes.pass(Duration.ofMinutes(1));
    assertThat(toms.heard()).containsExactly("ada online");
  }

  @Test
  void aBusThatIsFlushedOrRestartedOrAwayMakesNobodyGo() {
    Device toms = nodes.b.connect(day.tom);
    nodes.a.connect(day.ada);
    toms.heard();
    nodes.bus.flush();
    nodes.pass(Duration.ofMinutes(1));
    nodes.bus.restart();
    nodes.pass(Duration.ofMinutes(1));
    nodes.bus.setUp(false);
    nodes.pass(Duration.ofMinutes(1));
    nodes.bus.setUp(true);
    nodes.pass(Duration.ofMinutes(1));
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void whoCameAndWentWhileTheBusWasAwayIsToldWhenItIsBack() {
    Device toms = nodes.b.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    toms.heard();
    nodes.bus.setUp(false);
    nodes.pass(SECOND);
    nodes.a.signOut(adas);
    nodes.c.connect(day.bob);
    nodes.pass(Duration.ofMinutes(1));
    assertThat(toms.heard()).isEmpty();
    nodes.bus.setUp(true);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(toms.heard()).containsExactlyInAnyOrder("ada offline", "bob online");
  }

  @Test
  void whatANodeDidNotHearItIsToldWhenItHearsAgain() {
    Device toms = nodes.b.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    toms.heard();
    nodes.bus.setCut(nodes.b.id, true);
    nodes.a.signOut(adas);
    nodes.c.connect(day.bob);
    for (int i = 0; i < 20; i++) {
      nodes.a.signOut(nodes.a.connect(day.ada));
    }
    nodes.pass(SECOND.multipliedBy(20));
    nodes.bus.setCut(nodes.b.id, false);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(toms.heard()).containsExactlyInAnyOrder("ada offline", "bob online");
  }

  @Test
  void aRollingRestartMakesNobodyGo() {
    Device toms = nodes.c.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    Device bobs = nodes.b.connect(day.bob);
    toms.heard();
    nodes.a.chat.presence().handOver();
    nodes.a.drop(adas);
    nodes.pass(SECOND.multipliedBy(7));
    nodes.b.connect(day.ada);
    nodes.a.stop();
    SchoolNode a = nodes.start("a");
    nodes.pass(SECOND.multipliedBy(20));
    nodes.b.chat.presence().handOver();
    nodes.b.drop(bobs);
    nodes.b.stop();
    nodes.pass(SECOND);
    a.connect(day.bob);
    a.connect(day.ada);
    nodes.pass(Duration.ofMinutes(1));
    assertThat(toms.heard()).isEmpty();
  }

  @Test
  void whoDoesNotComeBackAfterARestartIsGoneSoonAfterIt() {
    Device toms = nodes.c.connect(day.tom);
    Device adas = nodes.a.connect(day.ada);
    toms.heard();
    nodes.a.chat.presence().handOver();
    nodes.a.drop(adas);
    nodes.a.stop();
    nodes.pass(SECOND.multipliedBy(8));
    assertThat(toms.heard()).containsExactly("ada offline");
  }

  @Test
  void aNodeThatBeginsKnowsWhoIsOnlineElsewhere() {
    nodes.a.connect(day.ada);
    nodes.b.connect(day.bob);
    SchoolNode fresh = nodes.start("d");
    nodes.pass(SECOND);
    assertThat(fresh.connect(day.tom).online()).containsExactly("ada", "bob");
  }

  @Test
  void whatTheRosterChangesForSomebodyElsewhereAppearsAndDisappears() {
    Device toms = nodes.b.connect(day.tom);
    nodes.a.connect(day.cleo);
    assertThat(toms.heard()).isEmpty();
    nodes.c.change(new RosterChange.Enroll(SchoolDay.attends(day.cleo, day.class7b)));
    assertThat(toms.heard()).containsExactly("cleo online");
    nodes.c.change(new RosterChange.Unenroll(SchoolDay.attends(day.cleo, day.class7b)));
    assertThat(toms.heard()).containsExactly("cleo offline");
  }
}
