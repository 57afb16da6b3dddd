// SPDX-License-Identifier: Apache-2.0
package homeroom.chat.transfer;

import homeroom.chat.message.EpochStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a store keeps, to be read from one and put into another while no server runs on
 * either. Blocking; for one thread.
 *
 * <p>Items of a part come in an order that both stores share: by id; receipts by conversation and
 * user; advances by conversation, within one in an order of the store's own; audit entries by chain
 * and place. Put in that order, the last item that a store has tells how far a copy came.
 */
public interface StoreTransfer {

  /** How many items of the part there are. */
  long count(Part part);

  /**
   * The items after {@code last}; from the first on if it is null.
   *
   * @param limit how many at most, from 1
   * @return empty at the end
   */
  List<Item> next(Part part, @Nullable Item last, int limit);

  /** The last item of the part that was put; null if there is none. */
  @Nullable Item last(Part part);

  /**
   * Stores items of one part, in order. What is there already stays as it is. Durable when it
   * returns.
   */
  void put(Part part, List<Item> items);

  /** Whose history the items are. */
  EpochStore epochs();

  /** Whether a copy into this store was begun and not finished. */
  boolean isBegun();

  /** Remembers that a copy into this store was begun, or that it is finished. */
  void begin(boolean begun);
}
