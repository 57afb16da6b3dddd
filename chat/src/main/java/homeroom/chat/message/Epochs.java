// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.message;

import homeroom.chat.school.IdSource;
import java.time.Clock;

/** When a store has another epoch. Blocks on the store. */
public final class Epochs {

  private final EpochStore store;
  private final IdSource ids;
  private final Clock clock;

  public Epochs(EpochStore store, IdSource ids, Clock clock) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
  }

  /** The epoch for who serves the store from now on: of a copy a new one. */
  public Epoch forServing() {
    Epoch present = store.epoch();
    if (!present.copied()) {
      return present;
    }
    Epoch next = next();
    return store.replaceCopied(next) ? next : store.epoch();
  }

  /** Begins a new one, which is stored when this returns. */
  public Epoch begin() {
    Epoch epoch = next();
    store.replace(epoch);
    return epoch;
  }

  private Epoch next() {
    return new Epoch(ids.next(), clock.instant(), false);
  }
}
