// SPDX-License-Identifier: Apache-2.0
package homeroom.chat;

import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.message.RecentChanges;

/** What a store has besides that several nodes can share. Open as long as its {@link Stores}. */
public interface ClusterStores {

  RecentChanges recentChanges();

  NodeStore nodes();

  HintStore hints();
}
