// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.school.IdFormat;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bus is. All nodes have the same servers and the same store, or they do not hear each
 * other.
 *
 * @param servers on which the schools are spread; in any order
 * @param trusted a file of PEM with the certificates that are trusted with TLS; those of the JDK if
 *     there is none
 * @param store names the store that the nodes share: what others have on the same servers stays
 *     theirs
 */
public record RedisBusSettings(
    List<RedisServer> servers, @Nullable Path trusted, String store, RedisBusLimits limits) {

  public RedisBusSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a bus has a server");
    }
    if (servers.stream().map(RedisServer::name).distinct().count() < servers.size()) {
      throw new IllegalArgumentException("a server of the bus is named twice");
    }
    if (!IdFormat.matches(store)) {
      throw new IllegalArgumentException("The name of a store is " + IdFormat.IN_WORDS);
    }
  }
}
