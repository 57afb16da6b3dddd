// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistrictCostsTest {

  private static final Costs COSTS = new Costs(100, 10, 1, 0);

  @Test
  void aSchoolThatIsRoutedToTwoNodesIsHeardByOneOther() {
    assertThat(District.of(30, true).heard(Relay.HOMEROOM)).isEqualTo(1);
    assertThat(District.of(30, false).heard(Relay.HOMEROOM)).isEqualTo(99);
  }

  @Test
  void aStreamIsReadByAllHoweverSchoolsAreRouted() {
    assertThat(District.of(30, true).heard(Relay.STREAMS)).isEqualTo(99);
  }

  @Test
  void aChannelOfARoomIsHeardByTheNodesOfItsMembers() {
    assertThat(District.of(30, false).heard(Relay.SHARDED)).isCloseTo(25, within(0.1));
    assertThat(District.of(1_000, false).heard(Relay.SHARDED)).isCloseTo(99, within(0.1));
  }

  /** 10,000 messages in a second. */
  @Test
  void processorsAreWhatAllMessagesOfASecondTake() {
    District spread = District.of(30, false);

    assertThat(spread.nodeProcessors(Relay.HOMEROOM, COSTS)).isCloseTo(11.2, within(1e-9));
    assertThat(spread.redisProcessors(Relay.HOMEROOM, COSTS)).isCloseTo(10.9, within(1e-9));
  }
}
