// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.message.RecentChanges;

/** What a store has besides that several nodes can share. Open as long as its {@link Stores}. */
public interface ClusterStores {

  /**
   * What tells the store from every other one, and from what it was before it was restored: of the
   * form of ids, and the same for all who have it open.
   */
  String name();

  RecentChanges recentChanges();

  NodeStore nodes();

  HintStore hints();
}
