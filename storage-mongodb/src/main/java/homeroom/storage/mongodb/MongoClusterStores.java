// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.ClusterStores;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.message.RecentChanges;

/** What several nodes on one database need. */
record MongoClusterStores(RecentChanges recentChanges, NodeStore nodes, HintStore hints)
    implements ClusterStores {

  MongoClusterStores(Collections collections, MongoCalls calls) {
    this(
        new MongoRecentChanges(collections, calls),
        new MongoNodeStore(collections, calls),
        new MongoHintStore(collections, calls));
  }
}
