// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.presence;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.bus.NodeId;
import homeroom.chat.bus.Notice;
import homeroom.chat.bus.OtherNodes;
import homeroom.chat.bus.Present;
import homeroom.chat.school.ClassId;
import homeroom.chat.school.Role;
import homeroom.chat.school.SchoolId;
import homeroom.chat.school.UserId;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How nodes say who is online on them. */
class HoldersTest {

  private static final SchoolId HILL = new SchoolId("hill");
  private static final NodeId OTHER = new NodeId("b", "1");

  private final List<Notice> said = new ArrayList<>();
  private final Holders holders = new Holders(others(), PresenceLimits.DEFAULT);

  /** They hear everything. */
  private OtherNodes others() {
    return (OtherNodes)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {OtherNodes.class},
            (proxy, operation, arguments) -> {
              if (operation.getName().equals("publish")) {
                said.add((Notice) arguments[1]);
                return null;
              }
              return true;
            });
  }

  private static Present person(int number, int connections) {
    var classes = Set.of(new ClassId("class-" + number % 30), new ClassId("all-of-them"));
    return new Present(
        new UserId("user-%06d".formatted(number)), Role.STUDENT, classes, connections);
  }

  @Test
  void aHundredThousandPeopleAreSaidInShortRangesThatLeaveNobodyOut() {
    for (int i = 0; i < 100_000; i++) {
      holders.came(HILL, person(i, 1));
    }
    said.clear();
    holders.introduce(HILL, true);
    int people = 0;
    UserId after = null;
    for (Notice notice : said) {
      var here = (Notice.OfPresence.Here) notice;
      boolean last = here.last() == null;
      assertThat(here.after()).isEqualTo(after);
      assertThat(here.last()).isIn(null, here.people().getLast().user());
      assertThat(here.asks()).isEqualTo(last);
      assertThat(here.people()).hasSizeBetween(1, 2_000);
      people += here.people().size();
      after = here.last();
    }
    assertThat(after).isNull();
    assertThat(people).isEqualTo(100_000);
  }

  @Test
  void whoHasNobodySaysSo() {
    holders.introduce(HILL, false);
    assertThat(said).containsExactly(new Notice.OfPresence.Here(List.of(), false, null, null));
  }

  @Test
  void whomANodeHoldsIsKnownByRanges() {
    for (int i = 1; i <= 5; i++) {
      holders.hold(HILL, OTHER, person(i, 1));
    }
    UserId second = person(2, 1).user();
    UserId fourth = person(4, 1).user();
    assertThat(holders.heldBy(HILL, OTHER, null, null)).hasSize(5);
    assertThat(holders.heldBy(HILL, OTHER, null, second)).hasSize(2);
    assertThat(holders.heldBy(HILL, OTHER, second, fourth)).hasSize(2).contains(fourth);
    assertThat(holders.heldBy(HILL, OTHER, fourth, null)).hasSize(1);
  }

  @Test
  void theConnectionsThatSomebodyHasElsewhereAreCounted() {
    UserId one = person(1, 1).user();
    holders.hold(HILL, OTHER, person(1, 2));
    holders.hold(HILL, OTHER, person(1, 3));
    holders.hold(HILL, new NodeId("c", "1"), person(1, 4));
    holders.came(HILL, person(1, 5));
    assertThat(holders.connectionsElsewhere(HILL, one)).isEqualTo(7);
    holders.release(HILL, OTHER, one);
    assertThat(holders.connectionsElsewhere(HILL, one)).isEqualTo(4);
  }
}
