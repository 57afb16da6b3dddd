// SPDX-License-Identifier: Apache-2.0
package homeroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to go when there is one too many. */
class CrowdTest {

  private static final Network SCHOOL = MemoryBudgetTest.network("192.0.2.1");
  private static final Network ELSEWHERE = MemoryBudgetTest.network("198.51.100.7");

  private final List<String> gone = new ArrayList<>();
  private final Crowd<String> crowd = new Crowd<>(3, gone::add);

  @Test
  void oneNetworkMayHaveAllPlaces() {
    crowd.join(SCHOOL, "a");
    crowd.join(SCHOOL, "b");
    crowd.join(SCHOOL, "c");
    assertThat(gone).isEmpty();
    crowd.join(SCHOOL, "d");
    assertThat(gone).containsExactly("a");
    assertThat(crowd.size()).isEqualTo(3);
  }

  @Test
  void theOldestOfTheNetworkWithMostMakesRoomForAnother() {
    crowd.join(ELSEWHERE, "x");
    crowd.join(SCHOOL, "a");
    crowd.join(SCHOOL, "b");
    crowd.join(ELSEWHERE, "y");
    crowd.join(ELSEWHERE, "z");
    assertThat(gone).hasSize(2).contains("x").doesNotContain("b", "z");
  }

  @Test
  void whoLeavesMakesRoomToo() {
    Crowd<String>.Place a = crowd.join(SCHOOL, "a");
    crowd.join(SCHOOL, "b");
    crowd.join(SCHOOL, "c");
    a.leave();
    a.leave();
    crowd.join(ELSEWHERE, "d");
    assertThat(gone).isEmpty();
    assertThat(crowd.makeRoom()).isTrue();
    assertThat(gone).containsExactly("b");
    assertThat(crowd.size()).isEqualTo(2);
  }

  @Test
  void nobodyCanMakeRoomWhereNobodyIs() {
    assertThat(crowd.makeRoom()).isFalse();
  }
}
