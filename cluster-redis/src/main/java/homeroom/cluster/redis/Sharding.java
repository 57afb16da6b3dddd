// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import homeroom.chat.school.SchoolId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which server has which school: the one whose name and the school's make the greatest number
 * together (rendezvous hashing). All nodes find the same, whatever the order of the servers; when
 * one is added or taken away only the schools that it gets, or had, move.
 */
final class Sharding {

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final List<RedisServer> servers;

  Sharding(List<RedisServer> servers) {
    this.servers = servers.stream().sorted(Comparator.comparing(RedisServer::name)).toList();
  }

  RedisServer server(SchoolId school) {
    RedisServer best = servers.getFirst();
    if (servers.size() > 1) {
      for (RedisServer server : servers) {
        if (Long.compareUnsigned(weight(server, school), weight(best, school)) > 0) {
          best = server;
        }
      }
    }
    return best;
  }

  /** The same for all who have the same servers, and another for others. */
  String fingerprint() {
    return Long.toHexString(
        hash(servers.stream().map(RedisServer::name).collect(Collectors.joining(" "))));
  }

  private static long weight(RedisServer server, SchoolId school) {
    return hash(server.name() + " " + school);
  }

  private static long hash(String text) {
    long hash = FNV_BASIS;
    for (byte each : text.getBytes(UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /**
   * Every bit of the number has a part in every bit of the result (the finalizer of SplitMix64).
   */
  private static long mixed(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
