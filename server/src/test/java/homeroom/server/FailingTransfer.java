// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.message.EpochStore;
import homeroom.chat.transfer.Item;
import homeroom.chat.transfer.Part;
import homeroom.chat.transfer.StoreTransfer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stands for a process that ends half-way. */
final class FailingTransfer implements StoreTransfer {

  private final StoreTransfer to;
  private int left;

  /**
   * @param pages put before half of one is
   */
  FailingTransfer(int pages, StoreTransfer to) {
    this.left = pages;
    this.to = to;
  }

  @Override
  public EpochStore epochs() {
    return to.epochs();
  }

  @Override
  public long count(Part part) {
    return to.count(part);
  }

  @Override
  public List<Item> next(Part part, @Nullable Item last, int limit) {
    return to.next(part, last, limit);
  }

  @Override
  public @Nullable Item last(Part part) {
    return to.last(part);
  }

  @Override
  public void put(Part part, List<Item> items) {
    if (left-- == 0) {
      to.put(part, items.subList(0, items.size() / 2));
      throw new IllegalStateException("the plug was pulled");
    }
    to.put(part, items);
  }

  @Override
  public boolean isBegun() {
    return to.isBegun();
  }

  @Override
  public void begin(boolean now) {
    to.begin(now);
  }
}
