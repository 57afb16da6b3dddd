// SPDX-License-Identifier: Apache-2.0
package homeroom.server;

import homeroom.chat.bus.NodeId;
import homeroom.cluster.redis.RedisBusLimits;
import homeroom.cluster.redis.RedisBusSettings;
import homeroom.cluster.redis.RedisServer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server knows of the cluster that it is a node of.
 *
 * @param node this one, from this start of it
 * @param servers of the bus
 * @param trusted the certificates of those with TLS; those that Java trusts if null
 */
record ClusterSettings(NodeId node, List<RedisServer> servers, @Nullable Path trusted) {

  ClusterSettings {
    servers = List.copyOf(servers);
  }

  /** The bus of the nodes on the store of that name. */
  RedisBusSettings bus(String store) {
    return new RedisBusSettings(servers, trusted, store, RedisBusLimits.DEFAULT);
  }
}
