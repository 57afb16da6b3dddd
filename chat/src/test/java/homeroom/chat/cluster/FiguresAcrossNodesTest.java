// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNodes;
import homeroom.chat.bus.NodeFigures;
import homeroom.chat.conversation.Conversation;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What whoever watches a node sees while the bus works, is away, and comes back. */
class FiguresAcrossNodesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;
  private final Conversation group = nodes.a.group("Maths", day.ada, day.bob, day.tom);
  private final NodeFigures a = nodes.a.node.figures();
  private final NodeFigures b = nodes.b.node.figures();

  @Test
  void whileAllIsWellNothingIsOldOrFoundOrWaits() {
    var appended = new ArrayList<Long>();
    a.whenAppended(appended::add);
    nodes.a.send(day.ada, group, "one");
    nodes.pass(Duration.ofMinutes(5));
    assertThat(appended).isNotEmpty();
    assertThat(a.waiting()).isZero();
    assertThat(b.holes()).isZero();
    assertThat(b.scans()).isZero();
    assertThat(b.silence()).isLessThanOrEqualTo(SECOND);
    assertThat(b.unproven()).isLessThanOrEqualTo(SECOND);
    assertThat(b.living()).isEqualTo(3);
    assertThat(nodes.b.chat.foundChanges()).isZero();
  }

  @Test
  void whoDoesNotHearIsSilentAndUnprovenAndLooks() {
    nodes.bus.setCut(nodes.b.id, true);
    nodes.a.send(day.ada, group, "one");
    nodes.pass(SECOND.multipliedBy(30));
    assertThat(b.silence()).isGreaterThanOrEqualTo(SECOND.multipliedBy(29));
    assertThat(b.unproven()).isGreaterThanOrEqualTo(SECOND.multipliedBy(29));
    assertThat(b.scans()).isGreaterThan(20);
    assertThat(nodes.b.chat.foundChanges()).isEqualTo(1);
    assertThat(a.scans()).isZero();
    nodes.bus.setCut(nodes.b.id, false);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(b.silence()).isLessThanOrEqualTo(SECOND);
    assertThat(b.unproven()).isLessThanOrEqualTo(SECOND);
  }

  @Test
  void aLogThatWasLostIsAHole() {
    nodes.a.send(day.ada, group, "one");
    nodes.bus.flush();
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(b.holes()).isPositive();
    assertThat(b.scans()).isPositive();
  }

  @Test
  void whatCannotBePublishedWaitsForASecond() {
    nodes.bus.setCut(nodes.a.id, true);
    nodes.a.send(day.ada, group, "one");
    assertThat(a.waiting()).isPositive();
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(a.waiting()).isZero();
  }

  @Test
  void aNodeThatWasKilledIsDeadAndOneThatStoppedIsNot() {
    nodes.b.kill();
    nodes.c.stop();
    nodes.pass(SECOND.multipliedBy(20));
    assertThat(a.living()).isEqualTo(1);
    assertThat(a.dead()).isEqualTo(1);
  }
}
