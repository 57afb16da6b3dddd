// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import homeroom.chat.contracts.CuttingProxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What goes wrong between nodes, one thing at a time, and is over when {@link #strike} returns. */
enum ClusterFault {

  /** A node dies between storing something and telling anybody. */
  DEATH_AFTER_A_COMMIT,
  /** A node dies at any moment. */
  DEATH,
  RESTART,
  PAUSE,
  /** Longer than a node that says nothing is taken to live. */
  LONG_PAUSE,
  REDIS_RESTARTED,
  REDIS_AWAY,
  REDIS_FORGETS,
  SUBSCRIBERS_DROPPED,
  /** One connection of a node hears nothing more, and looks healthy. */
  MUTED,
  REDIS_CUT,
  TO_REDIS_CUT,
  FROM_REDIS_CUT,
  STORE_CUT,
  TO_STORE_CUT,
  FROM_STORE_CUT;

  /** Whether the node has to be started again. */
  boolean endsNode() {
    return this == DEATH_AFTER_A_COMMIT || this == DEATH || this == RESTART;
  }

  /** Whether the node's clients can hear nothing while it goes on. */
  boolean silences() {
    return this == PAUSE || this == LONG_PAUSE || name().contains("STORE");
  }

  /**
   * Returns when it is over.
   *
   * @param writer whose message is stored when it has to be
   * @param ending is run right before that
   */
  void strike(
      ClusterStage stage, ClusterNode node, ClusterWriter writer, Random random, Runnable ending)
      throws Exception {
    switch (this) {
      case DEATH_AFTER_A_COMMIT -> dieAfterACommit(stage, node, writer, ending);
      case DEATH -> {
        ending.run();
        node.kill();
      }
      case RESTART -> {
        ending.run();
        node.stop();
      }
      case PAUSE -> pause(node, 1_000 + random.nextInt(4_000), ending);
      case LONG_PAUSE -> pause(node, 12_000 + random.nextInt(18_000), ending);
      case REDIS_RESTARTED -> {
        ending.run();
        stage.redis().stop();
        stage.redis().startAgain();
      }
      case REDIS_AWAY -> {
        stage.redis().stop();
        hold(1_000 + random.nextInt(4_000));
        ending.run();
        stage.redis().startAgain();
      }
      case REDIS_FORGETS -> {
        ending.run();
        stage.redis().ask("FLUSHALL");
      }
      case SUBSCRIBERS_DROPPED -> {
        ending.run();
        stage.redis().ask("CLIENT KILL TYPE pubsub");
      }
      case MUTED -> mute(node.redis(), random, ending);
      case REDIS_CUT -> cut(node.redis(), CuttingProxy.Cut.BOTH, random, ending);
      case TO_REDIS_CUT -> cut(node.redis(), CuttingProxy.Cut.TO_SERVER, random, ending);
      case FROM_REDIS_CUT -> cut(node.redis(), CuttingProxy.Cut.TO_CLIENT, random, ending);
      case STORE_CUT -> cut(node.store(), CuttingProxy.Cut.BOTH, random, ending);
      case TO_STORE_CUT -> cut(node.store(), CuttingProxy.Cut.TO_SERVER, random, ending);
      case FROM_STORE_CUT -> cut(node.store(), CuttingProxy.Cut.TO_CLIENT, random, ending);
    }
  }

  /** Nothing gets from it to Redis before it dies, nor after that. */
  private static void dieAfterACommit(
      ClusterStage stage, ClusterNode node, ClusterWriter writer, Runnable ending) {
    try (var watch = new MessageWatch(stage.storeAddress())) {
      node.redis().cut(CuttingProxy.Cut.BOTH);
      try {
        watch.awaitStored(writer.sendThrough(node));
        ending.run();
        node.kill();
      } finally {
        node.redis().drop();
      }
    }
  }

  private static void mute(CuttingProxy network, Random random, Runnable ending) {
    int connections = network.connections();
    if (connections > 0) {
      network.mute(random.nextInt(connections));
    }
    hold(2_000 + random.nextInt(4_000));
    ending.run();
    network.mend();
  }

  private static void cut(
      CuttingProxy network, CuttingProxy.Cut cut, Random random, Runnable ending) {
    network.cut(cut);
    hold(1_000 + random.nextInt(5_000));
    ending.run();
    network.mend();
  }

  private static void pause(ClusterNode node, int millis, Runnable ending) throws Exception {
    node.pause();
    hold(millis);
    ending.run();
    node.resume();
  }

  private static void hold(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
