// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.memory;

import homeroom.chat.message.Epoch;
import homeroom.chat.message.EpochStore;

/** The epoch in memory. */
record InMemoryEpochStore(View view) implements EpochStore {

  @Override
  public Epoch epoch() {
    return view.in(Memory::epoch);
  }

  @Override
  public void replace(Epoch epoch) {
    view.in(memory -> {
      memory.replaceEpoch(epoch);
      return epoch;
    });
  }

  @Override
  public boolean replaceCopied(Epoch epoch) {
    return view.in(memory -> {
      boolean copied = memory.epoch().copied();
      if (copied) {
        memory.replaceEpoch(epoch);
      }
      return copied;
    });
  }
}
