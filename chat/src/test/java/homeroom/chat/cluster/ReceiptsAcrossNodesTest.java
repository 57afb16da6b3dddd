// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static homeroom.chat.SchoolDay.done;
import static homeroom.chat.SchoolDay.ids;
import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.ReceiptKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who read what, and who writes just now, is told to those concerned on whichever node. */
class ReceiptsAcrossNodesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;
  private final Conversation group = nodes.a.group("Maths", day.ada, day.bob, day.tom);
  private final Device adas = nodes.a.connect(day.ada);
  private final Device bobs = nodes.b.connect(day.bob);
  private final Device toms = nodes.c.connect(day.tom);

  private static List<String> heard(Device device) {
    return device.heard().stream()
        .filter(words -> !words.endsWith(" online") && !words.endsWith(" offline"))
        .toList();
  }

  private void forget() {
    List.of(adas, bobs, toms).forEach(Device::heard);
  }

  @Test
  void theSenderHearsOfReceiptsFromOtherNodes() {
    nodes.a.send(day.ada, group, "one");
    forget();
    nodes.b.claim(day.bob, group, 1, ReceiptKind.DELIVERED);
    nodes.c.claim(day.tom, group, 1, ReceiptKind.READ);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(heard(adas)).containsExactly("delivered bob 1", "read tom 1");
    assertThat(heard(bobs)).isEmpty();
  }

  @Test
  void aReadReachesTheReadersOtherDevices() {
    nodes.a.send(day.ada, group, "one");
    Device other = nodes.a.connect(day.bob);
    forget();
    nodes.b.claim(day.bob, group, 1, ReceiptKind.READ);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(heard(other)).containsExactly("read bob 1");
    assertThat(heard(adas)).containsExactly("read bob 1");
  }

  @Test
  void whoLeftHearsNoReceipts() {
    nodes.b.send(day.bob, group, "one");
    nodes.a.change(day.ada, group, Set.of(), ids(day.bob));
    forget();
    nodes.c.claim(day.tom, group, 1, ReceiptKind.READ);
    nodes.pass(SECOND.multipliedBy(5));
    assertThat(heard(bobs)).isEmpty();
  }

  @Test
  void whoWritesIsSeenOnOtherNodes() {
    done(nodes.a.chat.typing().start(nodes.a.by(day.ada), group.id()));
    assertThat(heard(bobs)).containsExactly("ada types");
    assertThat(heard(adas)).isEmpty();
    done(nodes.a.chat.typing().stop(nodes.a.by(day.ada), group.id()));
    assertThat(heard(bobs)).containsExactly("ada stops");
    assertThat(heard(toms)).containsExactly("ada types", "ada stops");
  }

  @Test
  void whoSendsWritesNoMore() {
    done(nodes.a.chat.typing().start(nodes.a.by(day.ada), group.id()));
    nodes.a.send(day.ada, group, "one");
    nodes.pass(SECOND.multipliedBy(20));
    assertThat(heard(bobs)).containsExactlyInAnyOrder("ada types", "ada stops", "sent one");
  }

  @Test
  void whoWroteOnANodeThatDiedWritesNoMoreSoon() {
    done(nodes.a.chat.typing().start(nodes.a.by(day.ada), group.id()));
    nodes.a.kill();
    nodes.pass(SECOND.multipliedBy(7));
    assertThat(heard(bobs)).containsExactly("ada types", "ada stops");
  }

  @Test
  void whereNobodyIsElsewhereNothingIsSaid() {
    nodes.b.signOut(bobs);
    nodes.c.signOut(toms);
    Device bob = nodes.a.connect(day.bob);
    nodes.a.send(day.tom, group, "one");
    nodes.pass(SECOND);
    bob.heard();
    var before = nodes.bus.of(nodes.a.id).head(day.hill);
    done(nodes.a.chat.typing().start(nodes.a.by(day.ada), group.id()));
    nodes.a.claim(day.bob, group, 1, ReceiptKind.READ);
    nodes.pass(SECOND.multipliedBy(10));
    assertThat(nodes.bus.of(nodes.a.id).head(day.hill)).isEqualTo(before);
    assertThat(heard(bob)).containsExactlyInAnyOrder("ada types", "ada stops", "read bob 1");
  }
}
