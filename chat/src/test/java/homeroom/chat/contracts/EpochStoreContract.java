// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import homeroom.chat.message.Epoch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every store of the epoch does. */
public interface EpochStoreContract extends StoresContract {

  @Test
  default void aStoreHasAnEpochThatEveryProcessKnows() {
    Epoch epoch = stores().epochs().epoch();
    assertThat(epoch.id()).isNotEmpty();
    assertThat(secondStores().epochs().epoch()).isEqualTo(epoch);
  }

  @Test
  default void anEpochThatTakesItsPlaceIsTheOneForEveryProcess() {
    Epoch before = stores().epochs().epoch();
    var copied = new Epoch(Fixtures.id("epoch"), Instant.EPOCH, true);
    stores().epochs().replace(copied);
    assertThat(secondStores().epochs().epoch()).isEqualTo(copied).isNotEqualTo(before);
    var next = new Epoch(Fixtures.id("epoch"), Fixtures.NOW, false);
    secondStores().epochs().replace(next);
    assertThat(stores().epochs().epoch()).isEqualTo(next);
  }

  @Test
  default void ofAllWhoServeACopyOneBeginsItsEpoch() {
    var own = new Epoch(Fixtures.id("epoch"), Fixtures.NOW, false);
    stores().epochs().replace(own);
    var first = new Epoch(Fixtures.id("epoch"), Fixtures.NOW, false);
    var second = new Epoch(Fixtures.id("epoch"), Fixtures.NOW, false);
    assertThat(stores().epochs().replaceCopied(first)).isFalse();
    assertThat(stores().epochs().epoch()).isEqualTo(own);
    stores().epochs().replace(new Epoch(Fixtures.id("epoch"), Instant.EPOCH, true));
    assertThat(stores().epochs().replaceCopied(first)).isTrue();
    assertThat(secondStores().epochs().replaceCopied(second)).isFalse();
    assertThat(secondStores().epochs().epoch()).isEqualTo(first);
  }
}
