// SPDX-License-Identifier: Apache-2.0
package homeroom.bench.cluster;

import java.util.List;
import java.util.stream.IntStream;

/**
 * CPU seconds of the processes of the whole chat, and of the load on it.
 *
 * @param nodes of each node
 * @param store of what stands for MongoDB
 */
record ChatCpu(List<Double> nodes, double redis, double store, double load) {

  ChatCpu since(ChatCpu earlier) {
    return plus(earlier, -1);
  }

  ChatCpu plus(ChatCpu other) {
    return plus(other, 1);
  }

  private ChatCpu plus(ChatCpu other, int sign) {
    return new ChatCpu(
        IntStream.range(0, nodes.size())
            .mapToObj(i -> nodes.get(i) + sign * other.nodes.get(i))
            .toList(),
        redis + sign * other.redis,
        store + sign * other.store,
        load + sign * other.load);
  }

  /** Of all nodes together. */
  double allNodes() {
    return nodes.stream().mapToDouble(Double::doubleValue).sum();
  }
}
