// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MembershipTest {

  private final Membership membership = new Membership();

  @Test
  void whatWasMadeLongAfterARemovalConcernsWhoWasRemovedNoMore() {
    membership.changing("ada", "group");
    membership.left("ada", "group", 10_000);

    assertThat(membership.isForeign("ada", "group", 10_500)).isFalse();
    assertThat(membership.isForeign("ada", "group", 11_001)).isTrue();
    assertThat(membership.isForeign("ben", "group", 11_001)).isFalse();
  }

  @Test
  void whatWasAcknowledgedAndIsNotSoIsLost() {
    membership.changing("ada", "group");
    membership.joined("ada", "group");
    membership.left("ben", "group", 10_000);

    assertThat(membership.lost(Map.of("ada", Set.of("group"), "ben", Set.of()))).isEmpty();
    assertThat(membership.lost(Map.of("ada", Set.of(), "ben", Set.of("group"))))
        .containsExactlyInAnyOrder(
            "promised that ada is in group", "promised that ben is out of group");
    membership.changing("ada", "group");
    assertThat(membership.lost(Map.of("ada", Set.of()))).isEmpty();
  }

  @Test
  void whileAChangeIsNotAnsweredNobodyCanSay() {
    membership.left("ada", "group", 10_000);
    membership.changing("ada", "group");

    assertThat(membership.isForeign("ada", "group", 20_000)).isFalse();
    assertThat(membership.everChanged("ada", "group")).isTrue();
  }
}
