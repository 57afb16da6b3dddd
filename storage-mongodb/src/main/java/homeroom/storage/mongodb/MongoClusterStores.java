// SPDX-License-Identifier: Apache-2.0
package homeroom.storage.mongodb;

import homeroom.chat.ClusterStores;
import homeroom.chat.bus.HintStore;
import homeroom.chat.bus.NodeStore;
import homeroom.chat.message.RecentChanges;

/** What several nodes on one database need. */
record MongoClusterStores(
    String name, RecentChanges recentChanges, NodeStore nodes, HintStore hints)
    implements ClusterStores {

  MongoClusterStores(String name, Collections collections, MongoCalls calls) {
    this(
        name,
        new MongoRecentChanges(collections, calls),
        new MongoNodeStore(collections, calls),
        new MongoHintStore(collections, calls));
  }
}
