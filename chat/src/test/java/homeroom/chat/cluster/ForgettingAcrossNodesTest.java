// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.school.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a node forgets of what it told is neither lost nor told again. */
class ForgettingAcrossNodesTest {

  private final SchoolNodes nodes = new SchoolNodes(UnaryOperator.identity(), 1);
  private final SchoolDay day = nodes.day;

  private static List<String> sent(Device device) {
    return device.heard().stream().filter(words -> words.startsWith("sent")).toList();
  }

  @Test
  void forgottenConversationsGoOnWhereTheyStood() {
    List<Conversation> groups = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      groups.add(nodes.a.group("Group " + i, day.ada, day.tom));
    }
    Device toms = nodes.b.connect(day.tom);
    for (int minute = 0; minute < 60; minute += 3) {
      for (Conversation one : groups) {
        nodes.a.send(day.ada, one, "at " + minute);
      }
      assertThat(sent(toms)).hasSize(5).containsOnly("sent at " + minute);
      nodes.pass(Duration.ofMinutes(3));
      nodes.bus.flush();
      nodes.pass(Duration.ofSeconds(5));
      assertThat(sent(toms)).isEmpty();
    }
  }

  @Test
  void whatIsStoredWhileTheBusIsAwayIsFoundOnceThoughAllIsForgotten() {
    Conversation first = nodes.a.group("First", day.ada, day.tom);
    Conversation second = nodes.a.group("Second", day.ada, day.tom);
    Device toms = nodes.b.connect(day.tom);
    nodes.a.send(day.ada, first, "before");
    nodes.bus.setUp(false);
    nodes.pass(Duration.ofMinutes(10));
    assertThat(sent(toms)).containsExactly("sent before");
    for (int i = 0; i < 20; i++) {
      nodes.a.send(day.ada, i % 2 == 0 ? first : second, "number " + i);
      nodes.pass(Duration.ofMinutes(4));
      assertThat(sent(toms)).containsExactly("sent number " + i);
    }
    nodes.bus.setUp(true);
    nodes.pass(Duration.ofMinutes(10));
    assertThat(sent(toms)).isEmpty();
    assertThat(nodes.b.trySend(day.tom, first, "at last")).isInstanceOf(Outcome.Done.class);
    assertThat(sent(toms)).containsExactly("sent at last");
  }
}
