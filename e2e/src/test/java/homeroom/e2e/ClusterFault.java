// SPDX-License-Identifier: Apache-2.0
package homeroom.e2e;

import homeroom.chat.contracts.CuttingProxy;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** What goes wrong between nodes, one thing at a time, and is over when {@link #strike} returns. */
enum ClusterFault {

  /** A node dies between storing something and telling anybody. */
  DEATH_AFTER_A_COMMIT(true) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      node.store().cut(CuttingProxy.Cut.TO_CLIENT);
      hold(100 + random.nextInt(400));
      ending.run();
      node.kill();
      node.store().mend();
    }
  },

  /** A node dies at any moment. */
  DEATH(true) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      ending.run();
      node.kill();
    }
  },

  RESTART(true) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending)
        throws Exception {
      ending.run();
      node.stop();
    }
  },

  PAUSE(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending)
        throws Exception {
      paused(node, 1_000 + random.nextInt(4_000), ending);
    }
  },

  /** Longer than a node that says nothing is taken to live. */
  LONG_PAUSE(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending)
        throws Exception {
      paused(node, 12_000 + random.nextInt(18_000), ending);
    }
  },

  REDIS_RESTARTED(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      ending.run();
      stage.redis().stop();
      stage.redis().startAgain();
    }
  },

  REDIS_AWAY(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      stage.redis().stop();
      hold(1_000 + random.nextInt(4_000));
      ending.run();
      stage.redis().startAgain();
    }
  },

  REDIS_FORGETS(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      ending.run();
      stage.redis().ask("FLUSHALL");
    }
  },

  SUBSCRIBERS_DROPPED(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      ending.run();
      stage.redis().ask("CLIENT KILL TYPE pubsub");
    }
  },

  /** One connection of a node hears nothing more, and looks healthy. */
  MUTED(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      int connections = node.redis().connections();
      if (connections > 0) {
        node.redis().mute(random.nextInt(connections));
      }
      hold(2_000 + random.nextInt(4_000));
      ending.run();
      node.redis().mend();
    }
  },

  REDIS_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.redis(), CuttingProxy.Cut.BOTH, 1_000 + random.nextInt(5_000), ending);
    }
  },

  TO_REDIS_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.redis(), CuttingProxy.Cut.TO_SERVER, 1_000 + random.nextInt(5_000), ending);
    }
  },

  FROM_REDIS_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.redis(), CuttingProxy.Cut.TO_CLIENT, 1_000 + random.nextInt(5_000), ending);
    }
  },

  STORE_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.store(), CuttingProxy.Cut.BOTH, 1_000 + random.nextInt(4_000), ending);
    }
  },

  TO_STORE_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.store(), CuttingProxy.Cut.TO_SERVER, 1_000 + random.nextInt(4_000), ending);
    }
  },

  FROM_STORE_CUT(false) {
    @Override
    void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending) {
      cut(node.store(), CuttingProxy.Cut.TO_CLIENT, 1_000 + random.nextInt(4_000), ending);
    }
  };

  private final boolean endsNode;

  ClusterFault(boolean endsNode) {
    this.endsNode = endsNode;
  }

  /** Whether the node has to be started again. */
  boolean endsNode() {
    return endsNode;
  }

  /** Whether the node's clients can hear nothing while it goes on. */
  boolean silences() {
    return this == PAUSE || this == LONG_PAUSE || name().contains("STORE");
  }

  /**
   * Returns when it is over.
   *
   * @param ending is run right before that
   */
  abstract void strike(ClusterStage stage, ClusterNode node, Random random, Runnable ending)
      throws Exception;

  private static void cut(CuttingProxy network, CuttingProxy.Cut cut, int millis, Runnable ending) {
    network.cut(cut);
    hold(millis);
    ending.run();
    network.mend();
  }

  private static void paused(ClusterNode node, int millis, Runnable ending) throws Exception {
    node.pause();
    hold(millis);
    ending.run();
    node.resume();
  }

  private static void hold(int millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
