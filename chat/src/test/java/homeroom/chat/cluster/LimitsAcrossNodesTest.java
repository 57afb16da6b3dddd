// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.Device;
import homeroom.chat.SchoolDay;
import homeroom.chat.SchoolNode;
import homeroom.chat.SchoolNodes;
import homeroom.chat.conversation.Conversation;
import homeroom.chat.message.MessageLimits;
import homeroom.chat.roster.User;
import homeroom.chat.school.Outcome;
import homeroom.chat.session.SharedFailures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one user may do holds for all nodes together, and what was ended is ended on all. */
class LimitsAcrossNodesTest {

  private final SchoolNodes nodes = new SchoolNodes();
  private final SchoolDay day = nodes.day;
  private final List<SchoolNode> all = List.of(nodes.a, nodes.b, nodes.c);

  private int sent(Conversation in, User by, int tries) {
    int sent = 0;
    for (int i = 0; i < tries; i++) {
      sent += all.get(i % 3).trySend(by, in, "text") instanceof Outcome.Done<?> ? 1 : 0;
    }
    return sent;
  }

  @Test
  void whoSendsOverManyNodesSendsNoMoreThanOverOne() {
    Conversation group = nodes.a.group("Maths", day.ada, day.bob);
    assertThat(sent(group, day.ada, 60)).isEqualTo(MessageLimits.DEFAULT.burst());
    assertThat(sent(group, day.bob, 3)).isEqualTo(3);
  }

  @Test
  void whatANodeFindsInTheStoreBeforeItHearsOfItCountsToo() {
    Conversation group = nodes.a.group("Maths", day.ada, day.bob);
    nodes.bus.mute(nodes.b.id);
    for (int i = 0; i < 20; i++) {
      assertThat(nodes.a.trySend(day.ada, group, "text")).isInstanceOf(Outcome.Done.class);
    }
    int more = 0;
    for (int i = 0; i < MessageLimits.DEFAULT.burst(); i++) {
      more += nodes.b.trySend(day.ada, group, "text") instanceof Outcome.Done<?> ? 1 : 0;
    }
    assertThat(more).isEqualTo(MessageLimits.DEFAULT.burst() - 20);
  }

  @Test
  void withoutTheBusEachNodeCountsWhatItTookOrFound() {
    List<Conversation> groups =
        List.of(
            nodes.a.group("Maths", day.ada, day.bob),
            nodes.a.group("Music", day.ada, day.bob),
            nodes.a.group("Chess", day.ada, day.bob));
    nodes.bus.setUp(false);
    int sent = 0;
    for (int i = 0; i < 300; i++) {
      sent +=
          all.get(i % 3).trySend(day.ada, groups.get(i % 3), "text") instanceof Outcome.Done<?>
              ? 1
              : 0;
    }
    assertThat(sent).as("each in a group of its own").isEqualTo(3 * MessageLimits.DEFAULT.burst());
    nodes.pass(Duration.ofSeconds(5));
    assertThat(sent(groups.getFirst(), day.ada, 60)).as("all were found").isZero();
  }

  private int elsewhere(SchoolNode node) {
    return node.chat.presence().connectionsElsewhere(day.hill, day.ada.id());
  }

  @Test
  void connectionsOnOtherNodesAreCountedWhileThoseAreHeard() {
    nodes.b.connect(day.ada);
    Device second = nodes.b.connect(day.ada);
    nodes.c.connect(day.ada);
    nodes.a.connect(day.ada);
    assertThat(elsewhere(nodes.a)).isEqualTo(3);
    nodes.b.drop(second);
    assertThat(elsewhere(nodes.a)).isEqualTo(2);
    nodes.bus.setUp(false);
    nodes.pass(Duration.ofSeconds(5));
    assertThat(elsewhere(nodes.a)).isZero();
    nodes.bus.setUp(true);
    nodes.pass(Duration.ofSeconds(5));
    assertThat(elsewhere(nodes.a)).isEqualTo(2);
  }

  @Test
  void aFailedSignInIsKnownToTheOtherNodes() {
    var failure = new SharedFailures.Failure("password", "account ada", "203.0.113.7");
    List<String> heard = new ArrayList<>();
    all.forEach(node ->
        node.chat
            .failures()
            .onFailureElsewhere(one -> heard.add(node.id.name() + " " + one.account())));
    nodes.a.chat.failures().failed(failure);
    assertThat(heard).containsExactlyInAnyOrder("b account ada", "c account ada");
  }

  @Test
  void aNewPasswordSignsOutEverywhereWithinASecondWithOrWithoutTheBus() {
    Device device = nodes.b.connect(day.bob);
    nodes.bus.setUp(false);
    SchoolDay.done(
        nodes.a.chat.userRegistrar().changeOwnPassword(nodes.a.by(day.bob), "a new one"));
    nodes.pass(Duration.ofSeconds(1));
    assertThat(device.heard()).contains("session ended ended");
  }
}
