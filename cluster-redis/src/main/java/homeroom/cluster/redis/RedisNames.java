// SPDX-License-Identifier: Apache-2.0
package homeroom.cluster.redis;

import homeroom.chat.bus.NodeId;
import homeroom.chat.school.SchoolId;

/** The names of what the nodes on one store have in Redis. */
record RedisNames(String store) {

  /** Epoch and offset of a log. */
  String head(SchoolId school) {
    return of(school) + ":m";
  }

  String log(SchoolId school) {
    return of(school) + ":l";
  }

  String channel(SchoolId school) {
    return of(school) + ":c";
  }

  String nodes() {
    return "hr:" + store + ":nodes";
  }

  String beats(NodeId node) {
    return "hr:" + store + ":beats:" + node;
  }

  private String of(SchoolId school) {
    return "hr:" + store + ":{" + school + "}";
  }
}
